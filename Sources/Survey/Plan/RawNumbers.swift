import RasterIO
import RasterModel

/// What to say of a band whose stored numbers nothing turns into reflectance.
struct RawNumbers {
    let source: RasterSource
    let band: RasterSource.Band

    /// nil where the numbers are the measured quantity, as far as anybody can tell.
    init?(_ source: RasterSource, _ band: RasterSource.Band) {
        guard band.isRawInteger else { return nil }
        self.source = source
        self.band = band
    }

    /// Why an index that needs reflectance is refused, and the ways out.
    func refusal(of index: String) -> SurveyError {
        SurveyError(
            "\(index) needs reflectance (0 to 1), and band \(band.number) of \(source.path) holds \(band.typeName) "
                + "numbers without scale and offset; \(advice), or use an index that does not depend on the scale (NDVI "
                + "and other ratios)")
    }

    /// What the person should know where ratios of such numbers are used: they do not depend on a scale, but they do on an
    /// offset, and some products have one.
    var warning: String? {
        guard let sensor = recognition.sensor else { return nil }
        return
            "\(source.path) looks like \(sensor.name), and nothing in it proves scale and offset: its numbers are taken "
            + "as stored, and an offset would change even ratios such as NDVI; \(advice)"
    }

    private var recognition: BandRecognition { source.recognition }

    /// The command that says what the numbers mean, with the numbers of the product where it is known.
    private var advice: String {
        let (options, product) =
            switch recognition.sensor {
            case .sentinel2:
                (
                    "-scale 0.0001 -offset -0.1",
                    "for Sentinel-2 of processing baseline 04.00 and later; before: -offset 0"
                )
            case .landsatTM, .landsatOLI:
                ("-scale 0.0000275 -offset -0.2", "for surface reflectance of Landsat Collection 2 Level 2")
            case nil: ("-scale 0.0001", "where 10000 is all light; docs/bands.md has the numbers of other products")
            }
        return "say what they mean, for example \(command(options)) (\(product))"
    }

    /// GeoTIFFs are changed in place; what cannot be changed gets a file beside it that stands for it.
    private func command(_ options: String) -> String {
        if source.driver == "GTiff" { return "gdal_edit.py \(options) '\(source.path)'" }
        let translated = options.replacing("-scale", with: "-a_scale").replacing("-offset", with: "-a_offset")
        return "gdal_translate -of VRT \(translated) '\(source.path)' scaled.vrt"
    }
}
