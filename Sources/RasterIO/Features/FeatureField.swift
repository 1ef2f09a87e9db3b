import CGDAL

/// A column that GDAL is told to make; belongs to whoever made it.
@safe
struct FeatureField: ~Copyable {
    let handle: OGRFieldDefnH

    /// A definition of a column.
    ///
    /// - Parameters:
    ///   - name: of the column in the file.
    ///   - path: the file, for messages.
    init(_ kind: FeatureColumn.Kind, name: String, path: String) throws(RasterError) {
        let type =
            switch kind {
            case .integer: OFTInteger64
            case .real: OFTReal
            case .text: OFTString
            case .flag: OFTInteger
            }
        guard let field = unsafe OGR_Fld_Create(name, type) else {
            throw RasterError.unwritten(path, "column '\(name)' cannot be made")
        }
        unsafe handle = unsafe field
        if kind == .flag { unsafe OGR_Fld_SetSubType(handle, OFSTBoolean) }
    }

    deinit { unsafe OGR_Fld_Destroy(handle) }
}

extension FeatureValue {
    /// Puts the value into a field of a feature.
    func set(field index: Int32, of feature: borrowing OwnedFeature) {
        switch self {
        case .integer(let number): unsafe OGR_F_SetFieldInteger64(feature.handle, index, GIntBig(number))
        case .real(let number): unsafe OGR_F_SetFieldDouble(feature.handle, index, number)
        case .text(let text): unsafe OGR_F_SetFieldString(feature.handle, index, text)
        case .flag(let flag): unsafe OGR_F_SetFieldInteger(feature.handle, index, flag ? 1 : 0)
        case .none: unsafe OGR_F_SetFieldNull(feature.handle, index)
        }
    }
}
