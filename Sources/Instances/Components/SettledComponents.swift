import RasterModel

/// What the first sweep settled about components that reach the seams of one block.
package struct SettledComponents: Sendable {
    let places: [ComponentPlace]
    let outlineParts: [FirstPixel]
}
