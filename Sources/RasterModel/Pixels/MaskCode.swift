/// The bytes of a mask while it is being worked on. Classes are numbered 1...`highestClass`.
///
/// In `mask.tif` all three special codes become 0, and classes get the catalog's values; the coverage keeps them apart.
@usableFromInline
package enum MaskCode {
    /// The file says that there is no observation here.
    @inlinable package static var nodata: UInt8 { 0 }
    /// The highest number of a class, and so the most classes that a catalog may have.
    @inlinable package static var highestClass: UInt8 { 253 }
    /// True for the number of a class.
    @inlinable package static func isClass(_ code: UInt8) -> Bool { (1...highestClass).contains(code) }
    /// Inside the raster, but not asked for.
    @inlinable package static var outside: UInt8 { 254 }
    /// Present, but it could not be read or judged.
    @inlinable package static var unobserved: UInt8 { 255 }
}
