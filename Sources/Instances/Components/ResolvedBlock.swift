/// What the first sweep resolved about components that reach the seams of one block.
package struct ResolvedBlock: Sendable {
    let components: [ResolvedComponent]
    let sideComponents: [FirstPixel]
}
