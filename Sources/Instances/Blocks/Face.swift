/// What pixels show to their neighbours of another component: class codes, or one of these.
enum Face {
    /// Nothing that counts.
    static let hidden: UInt8 = 0
    /// The raster ends.
    static let edge: UInt8 = 254
    /// A pixel without observation.
    static let absent: UInt8 = 255
}
