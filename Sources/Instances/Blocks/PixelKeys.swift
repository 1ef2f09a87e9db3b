import RasterModel

/// What mask codes mean to a labelling: the class key of each, which is all of an `ObjectKey` where no numbers tell objects
/// of one class apart.
package struct PixelKeys: Hashable, Sendable {
    /// Present, but of no class that is asked for.
    package static let unlabelled: UInt8 = 0
    /// Nodata, outside or unobserved.
    package static let absent: UInt8 = 255

    /// Key of every mask code.
    let table: [UInt8]

    /// Components of each of some classes on its own: the key is the class code.
    package init(classes: some Sequence<UInt8>) {
        self.init(groups: classes.map { [$0] })
    }

    /// Components of unions of classes: pixels of one group's classes belong together. The key is the group's first
    /// code.
    ///
    /// - Parameter groups: class codes 1...253, none in two groups.
    package init(groups: [[UInt8]]) {
        var table = [UInt8](repeating: Self.unlabelled, count: 256)
        for code in [MaskCode.nodata, MaskCode.outside, MaskCode.unobserved] { table[Int(code)] = Self.absent }
        for group in groups {
            for code in group {
                precondition((1...MaskCode.highestClass).contains(code), "only classes have components")
                precondition(table[Int(code)] == Self.unlabelled, "a class belongs to one group")
                table[Int(code)] = group[0]
            }
        }
        self.table = table
    }

    /// Components of every class on its own.
    package static let everyClass = PixelKeys(classes: 1...MaskCode.highestClass)

    /// True for the key of pixels that have components.
    @inline(__always)
    static func isLabelled(_ key: UInt8) -> Bool { key &- 1 < MaskCode.highestClass }

    /// The key of a pixel that is of no object, whatever its class.
    static func hidden(_ key: UInt8) -> UInt8 { isLabelled(key) ? unlabelled : key }
}
