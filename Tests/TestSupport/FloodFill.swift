package import RasterModel

/// Connected pixels by their definition, over a whole raster at once: what the tests of components hold results against.
package struct FloodFill {
    /// Steps to the pixels that share a side.
    package static let sides = [(1, 0), (-1, 0), (0, 1), (0, -1)]
    /// Steps to the pixels that share only a corner.
    package static let corners = [(1, 1), (-1, -1), (1, -1), (-1, 1)]

    /// Of the raster.
    package let size: RasterSize
    /// The component of each pixel, row-major, from 0 by first pixels; nil for pixels of none.
    package private(set) var labels: [Int?]
    /// Indices of each component's pixels, ascending.
    package private(set) var pixels: [[Int]] = []

    /// Components of equal keys.
    ///
    /// - Parameters:
    ///   - cornersConnect: whether pixels that share only a corner are connected.
    ///   - key: of a pixel by its index; nil: of no component.
    package init<Key: Equatable>(_ size: RasterSize, cornersConnect: Bool, key: (_ index: Int) -> Key?) {
        self.size = size
        labels = Array(repeating: nil, count: size.count)
        let keys = (0..<size.count).map(key)
        let steps = Self.sides + (cornersConnect ? Self.corners : [])
        for start in keys.indices where keys[start] != nil && labels[start] == nil {
            labels[start] = pixels.count
            var found = [start]
            var next = 0
            while next < found.count {
                for step in steps {
                    guard let near = size.neighbour(found[next], step), keys[near] == keys[start], labels[near] == nil
                    else { continue }
                    labels[near] = pixels.count
                    found.append(near)
                }
                next += 1
            }
            pixels.append(found.sorted())
        }
    }
}

extension RasterSize {
    /// Index of the pixel some steps to the right of a pixel and down; nil beyond the edge.
    package func neighbour(_ pixel: Int, _ step: (right: Int, down: Int)) -> Int? {
        let (column, row) = (pixel % width + step.right, pixel / width + step.down)
        return (0..<width).contains(column) && (0..<height).contains(row) ? row * width + column : nil
    }
}
