package import RasterModel

/// Decides which pixels of a mask may be of one object: gives each pixel of a block its object key.
///
/// A key is a class and, where the source tells objects of one class apart, a number (`ObjectKey`). Objects are the
/// connected components of pixels of one key. Labels, measures, merging over seams, outlines, numbers and painting work on
/// the runs of keys alone, so that objects of every source are measured, outlined and numbered by the same code:
///
/// - components: the class alone (`ComponentSource`);
/// - pieces of a component that was split: the class, and a number for each piece, the same on both sides of a seam;
/// - detections: the class, and the number of the detection; pixels of none have 0.
///
/// Two laws. A pixel's key depends on where it lies in the raster and on the raster's mask, never on the block that it comes
/// in: then no result depends on the blocks. Pixels of one key that touch are of one object: numbers of neighbouring
/// objects of a class must differ.
///
/// A source belongs to one worker; each sweep over the mask asks anew, and must get the same keys.
package protocol ObjectSource: Sendable {
    /// What connects pixels of one key.
    var neighbours: Neighbours { get }

    /// Finds the keys of a block, as runs: with one of the `scan` methods of `BlockRuns`.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes of the block.
    ///   - window: the block's window of the raster.
    mutating func scan(_ codes: Span<UInt8>, window: PixelWindow, into runs: inout BlockRuns)
}
