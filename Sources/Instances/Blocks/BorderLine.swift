/// Pixels along a seam: one side of a block, or a piece of the frontier.
///
/// A pixel takes 7 bytes, and 4 more where numbers tell objects of one class apart.
struct BorderLine: Sendable {
    /// Class keys.
    private(set) var codes: [UInt8]
    /// Numbers of keys; empty where all are 0.
    private var numbers: [UInt32] = []
    private(set) var cornerKeys: [UInt8]
    private(set) var faces: [UInt8]
    /// Index of what each pixel belongs to; -1 for nothing. Along a block they are fragments of its border, on the
    /// frontier slots of open components.
    private(set) var owners: [Int32]

    /// Pixels that belong to nothing.
    init(count: Int) {
        codes = Array(repeating: PixelKeys.unlabelled, count: count)
        cornerKeys = codes
        faces = codes
        owners = Array(repeating: -1, count: count)
    }

    /// Indices of the pixels.
    var indices: Range<Int> { codes.indices }

    /// Key of a pixel.
    @inline(__always)
    func key(_ index: Int) -> ObjectKey {
        ObjectKey(codes[index], number: numbers.isEmpty ? 0 : numbers[index])
    }

    @inline(__always)
    func pixel(_ index: Int) -> BorderPixel {
        BorderPixel(key: key(index), cornerKey: cornerKeys[index], face: faces[index], owner: owners[index])
    }

    mutating func set(_ pixels: Range<Int>, _ pixel: BorderPixel) {
        if pixel.key.number != 0, numbers.isEmpty { numbers = Array(repeating: 0, count: codes.count) }
        for index in pixels {
            codes[index] = pixel.key.code
            if !numbers.isEmpty { numbers[index] = pixel.key.number }
            cornerKeys[index] = pixel.cornerKey
            faces[index] = pixel.face
            owners[index] = pixel.owner
        }
    }

    /// Takes over a line from a pixel on, with what the owners of its pixels have become.
    mutating func set(_ line: BorderLine, at start: Int, owners: [Int32]) {
        let pixels = start..<start + line.codes.count
        codes.replaceSubrange(pixels, with: line.codes)
        cornerKeys.replaceSubrange(pixels, with: line.cornerKeys)
        faces.replaceSubrange(pixels, with: line.faces)
        if !numbers.isEmpty || !line.numbers.isEmpty {
            if numbers.isEmpty { numbers = Array(repeating: 0, count: codes.count) }
            for index in line.indices { numbers[start + index] = line.key(index).number }
        }
        for (index, owner) in line.owners.enumerated() {
            self.owners[start + index] = owner < 0 ? -1 : owners[Int(owner)]
        }
    }

    /// Replaces what pixels belong to.
    mutating func replaceOwners(_ owner: (Int32) -> Int32) {
        for index in owners.indices where owners[index] >= 0 { owners[index] = owner(owners[index]) }
    }
}

extension BorderPixel {
    /// The same pixel with what its owner has become.
    @inline(__always)
    func owned(by owners: [Int32]) -> BorderPixel {
        BorderPixel(key: key, cornerKey: cornerKey, face: face, owner: owner < 0 ? -1 : owners[Int(owner)])
    }
}
