import RasterModel

/// Indices of mask codes in a list.
struct CodeSlots: Hashable, Sendable {
    let codes: [UInt8]
    private var table = [Int16](repeating: -1, count: 256)

    init(classes: [UInt8]) {
        var codes: [UInt8] = []
        for code in classes + [MaskCode.nodata, MaskCode.unobserved, MaskCode.outside] where !codes.contains(code) {
            table[Int(code)] = Int16(codes.count)
            codes.append(code)
        }
        self.codes = codes
    }

    func slot(of code: UInt8) -> Int? {
        let slot = table[Int(code)]
        return slot < 0 ? nil : Int(slot)
    }

    /// A byte that is none of the codes; nil where all are.
    var free: UInt8? { table.firstIndex(of: -1).map(UInt8.init) }
}
