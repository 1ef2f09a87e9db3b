/// The bytes of a mask while it is being worked on. Class values of the catalog are 1...`highestClass`.
///
/// In `mask.tif` all three special codes become 0; the coverage keeps them apart.
public enum MaskCode {
    /// The file says that there is no observation here.
    public static let nodata: UInt8 = 0
    /// Highest class value that a catalog may use.
    public static let highestClass: UInt8 = 253
    /// Inside the raster, but not asked for.
    public static let outside: UInt8 = 254
    /// Present, but it could not be read or judged.
    public static let unobserved: UInt8 = 255
}
