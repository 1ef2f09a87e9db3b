import RasterModel
import TestSupport
import Testing

/// The roles of bands that are told by their descriptions alone.
private func roles(_ names: [String], sensor: SensorFacts = SensorFacts()) -> [BandRole?] {
    let bands = names.enumerated().map { BandFacts(number: $0.offset + 1, names: [.init($0.element)]) }
    return BandRecognition(bands, sensor: sensor).identities.map(\.role)
}

private func identities(_ bands: [BandFacts], sensor: SensorFacts = SensorFacts()) -> [BandIdentity] {
    BandRecognition(bands, sensor: sensor).identities
}

@Suite("Names of bands")
struct BandNameTests {
    @Test(
        "Words that mean one thing",
        arguments: [
            ("red", .red), ("Red", .red), ("RED", .red), ("Band 3 (Red)", .red), ("3: red", .red), ("Red band", .red),
            ("band_3_red", .red), ("Red reflectance", .red), ("B04 Red", .red), ("red (0.660 Micrometers)", .red),
            ("Red 668", .red), ("Red-650", .red), ("Red (668 nm)", .red), ("green", .green), ("Green-531", .green),
            ("Blue", .blue), ("Blue-475", .blue), ("Blue, 490nm", .blue), ("nir", .nir), ("NIR", .nir),
            ("near infrared", .nir), ("Near-Infrared", .nir), ("NearInfrared", .nir), ("NIR 842", .nir),
            ("nIR (10m)", .nir), ("NIR1", .nir), ("NIR2", .nir2), ("nir_2", .nir2), ("narrow NIR", .nir2),
            ("red_edge_1", .redEdge1), ("RedEdge2", .redEdge2), ("Red Edge 3", .redEdge3), ("RE1", .redEdge1),
            ("Vegetation red edge 2", .redEdge2), ("rededge", .redEdge1), ("Red Edge", .redEdge1), ("RE", .redEdge1),
            ("Red Edge 717", .redEdge1), ("Red edge-705", .redEdge1), ("coastal", .coastal),
            ("Coastal aerosol", .coastal), ("yellow", .yellow), ("swir1", .swir1), ("SWIR 2", .swir2),
            ("swir16", .swir1), ("SWIR22", .swir2), ("water vapour", .waterVapour), ("Panchromatic", .pan),
            ("LWIR", .thermal1), ("thermal", .thermal1), ("TIRS 2", .thermal2), ("alpha", .alpha), ("CHM", .height),
            ("canopy height", .height), ("height", .height), ("560 nm", .green), ("0.665 µm", .red),
            ("band 19 (0.513000 Micrometers)", .green), ("B4, central wavelength 665 nm", .red),
        ] as [(String, BandRole)])
    func known(name: String, role: BandRole) {
        #expect(roles([name]) == [role])
    }

    @Test(
        "Words that mean several things, or nothing here",
        arguments: [
            "", "Band 3", "band3", "Layer_1", "3", "gray", "foo", "ortho_1", "red_2021", "red1", "Red ratio", "NDVI",
            "mask", "Cloud probability", "QA_PIXEL", "SR_QA_AEROSOL", "SCL", "DSM", "elevation", "swir", "IR",
            "infrared", "B2", "B4", "SR_B4", "B10", "b1", "R", "B", "S2", "green_i", "Red 842", "nir 560 nm",
            "redgreen", "infrared red", "band", "665", "classes", "B04x",
            "AOT, Aerosol Optical Thickness map (at 550nm)",
        ])
    func unknown(name: String) {
        #expect(roles([name]) == [nil])
    }

    @Test("Any text is read without harm, and nonsense means nothing", arguments: 0..<20)
    func anyText(seed: Int) {
        var random = SeededGenerator(seed)
        let pieces = [
            "b", "8", "a", "0", ".", "nm", " ", "-", "_", "é", "½", "µm", "(", "99999999999", "T33UVP_", "LC08_", "\0",
        ]
        let names = (0..<50).map { _ in
            (0..<Int.random(in: 0..<9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        for name in names {
            let role = roles([name], sensor: SensorFacts(items: ["PRODUCT_ID": name], fileName: name))[0]
            #expect(role == nil || name.contains("8") || name.contains("9") || name.contains("0") || name.contains("m"))
        }
        #expect(roles(names).count == names.count)
    }

    @Test("Single letters count beside others")
    func letters() {
        #expect(roles(["R", "G", "B"]) == [.red, .green, .blue])
        #expect(roles(["B", "G", "R", "N"]) == [.blue, .green, .red, .nir])
        #expect(roles(["R", "R", "R"]) == [nil, nil, nil])
    }

    @Test("Sentinel-2's numbers count where only its products have them: with zeros, or with an 8A")
    func sentinel() {
        #expect(roles(["B02", "B03", "B04", "B08"]) == [.blue, .green, .red, .nir])
        #expect(
            roles(["B01", "B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B09", "B10", "B11", "B12"])
                == [
                    .coastal, .blue, .green, .red, .redEdge1, .redEdge2, .redEdge3, .nir, .nir2, .waterVapour, nil,
                    .swir1, .swir2,
                ])
        #expect(roles(["B4", "B8A"]) == [.red, .nir2])
        #expect(roles(["B04_10m", "S2 B8A 20m"]) == [.red, .nir2])
        #expect(roles(["B2", "B3", "B4", "B8"]) == [nil, nil, nil, nil])
        let spacecraft = SensorFacts(items: ["DATATAKE_1_SPACECRAFT_NAME": "Sentinel-2B"])
        #expect(roles(["B2", "B3", "B4", "B8"], sensor: spacecraft) == [.blue, .green, .red, .nir])
        #expect(roles(["B02", "B13"]) == [nil, nil])
    }

    @Test("Landsat's numbers count with the satellite, because they changed with number 8")
    func landsat() {
        let numbers = (1...7).map { "SR_B\($0)" }
        let older: [BandRole?] = [.blue, .green, .red, .nir, .swir1, .thermal1, .swir2]
        let newer: [BandRole?] = [.coastal, .blue, .green, .red, .nir, .swir1, .swir2]
        for (key, value, expected) in [
            ("SPACECRAFT_ID", "LANDSAT_5", older), ("SPACECRAFT_ID", "LANDSAT_7", older),
            ("SPACECRAFT_ID", "LANDSAT_8", newer),
            ("LANDSAT_METADATA_FILE.IMAGE_ATTRIBUTES.SPACECRAFT_ID", "LANDSAT_9", newer),
            ("LANDSAT_PRODUCT_ID", "LC09_L2SP_190024_20220412_20220414_02_T1", newer),
            ("PRODUCT_ID", "LT05_L2SP_190024_19880412_20200822_02_T1", older),
        ] {
            #expect(roles(numbers, sensor: SensorFacts(items: [key: value])) == expected)
        }
        #expect(roles(numbers) == Array(repeating: nil, count: 7))
        // HLS numbers Landsat's bands with zeros.
        let harmonised = SensorFacts(fileName: "HLS.L30.T33UVP.2020103T100031.v2.0.tif")
        #expect(roles(["B04", "B05"], sensor: harmonised) == [.red, .nir])
    }

    @Test(
        "A file of one band may be named after it, as its producer names files",
        arguments: [
            ("LC08_L2SP_190024_20200412_20200822_02_T1_SR_B4.TIF", "SR_B4"),
            ("LE07_L1TP_190024_20000412_20200822_02_T1_B3.TIF", "B3"),
            ("T33UVP_20200412T100031_B04_10m.jp2", "B04"), ("T33UVP_20200412T100031_B8A.jp2", "B8A"),
            ("T33UVP_20200412T100031_SCL_20m.jp2", nil), ("LC08_L2SP_190024_20200412_20200822_02_T1_QA_PIXEL.TIF", nil),
            ("field_B04.tif", nil), ("B04.tif", nil), ("LC08_B4.TIF", nil), ("", nil), ("T1_2_3.tif", nil),
        ] as [(String, String?)])
    func fileNames(file: String, band: String?) {
        #expect(SensorFacts(fileName: file).bandOfFileName == band)
    }
}

@Suite("Recognition of bands")
struct BandRecognitionTests {
    @Test(
        "Wavelengths alone",
        arguments: [
            (443, .coastal), (475, .blue), (490, .blue), (560, .green), (531, .green), (608, .yellow), (650, .red),
            (668, .red), (865, .nir2), (842, .nir), (785, .nir), (945, .waterVapour), (1610, .swir1), (2200, .swir2),
            (10_895, .thermal1), (11_450, .thermal1), (12_005, .thermal2), (717, .redEdge1), (735, .redEdge1),
            (1375, nil), (1240, nil), (350, nil),
        ] as [(Double, BandRole?)])
    func wavelengths(nanometres: Double, role: BandRole?) {
        #expect(identities([BandFacts(number: 1, wavelength: nanometres)])[0].role == role)
    }

    @Test("Red edge and near infrared depend on what else is there")
    func neighbours() {
        func roles(_ wavelengths: Double...) -> [BandRole?] {
            identities(wavelengths.enumerated().map { BandFacts(number: $0.offset + 1, wavelength: $0.element) })
                .map(\.role)
        }
        #expect(roles(705, 740, 783, 842, 865) == [.redEdge1, .redEdge2, .redEdge3, .nir, .nir2])
        #expect(roles(660, 735, 790) == [.red, .redEdge1, .nir])
        #expect(roles(660, 705, 735, 842) == [.red, .redEdge1, .redEdge2, .nir])
        // The nearest of many narrow bands has the role.
        #expect(roles(641, 650, 659, 668, 677) == [nil, nil, nil, .red, nil])
        #expect(roles(660, 670) == [nil, nil])
    }

    @Test("The only red edge band serves for the one that its wavelength says, too")
    func onlyRedEdge() {
        let found = identities([BandFacts(number: 4, names: [.init("Red edge")], wavelength: 730)])[0]
        #expect(found.role == .redEdge1 && found.alsoServes == [.redEdge2] && found.evidence == .name)
    }

    @Test("A ten-band camera whose names differ by their wavelengths")
    func tenBands() {
        #expect(
            roles([
                "Blue-444", "Blue", "Green-531", "Green", "Red-650", "Red", "Red edge-705", "Red edge",
                "Red edge-740", "NIR",
            ]) == [.coastal, .blue, nil, .green, nil, .red, .redEdge1, nil, .redEdge2, .nir])
    }

    @Test("Of two near infrared bands the narrow one is nir_2, and serves for nir where it is alone")
    func nearInfrared() {
        let both = identities([
            BandFacts(number: 1, names: [.init("nIR (10m)")], wavelength: 842),
            BandFacts(number: 2, names: [.init("nIR (20m)")], wavelength: 865),
        ])
        #expect(both.map(\.role) == [.nir, .nir2])
        let alone = identities([BandFacts(number: 1, wavelength: 865)])[0]
        #expect(alone.role == .nir2 && alone.alsoServes == [.nir])
    }

    @Test("The same name twice: none of them")
    func disputed() {
        let found = identities(
            ["red", "green", "red"].enumerated().map {
                BandFacts(number: $0.offset + 1, names: [.init($0.element)])
            })
        #expect(found.map(\.role) == [nil, .green, nil])
        #expect(found.map(\.disputedRole) == [.red, nil, .red])
    }

    @Test("A name is stronger than a colour flag, and the flag is noted")
    func overruled() {
        let flags = ["Red", "Green", "Blue"]
        let found = identities(
            ["nir", "red", "green"].enumerated().map {
                BandFacts(number: $0.offset + 1, names: [.init($0.element)], colour: flags[$0.offset])
            })
        #expect(found.map(\.role) == [.nir, .red, .green])
        #expect(found.map(\.overruledColour) == ["Red", "Green", "Blue"])
        let index = identities([BandFacts(number: 1, names: [.init("NDVI")], colour: "Red")])[0]
        #expect(index.role == nil && index.isKnown && index.overruledColour == "Red")
        let indices = identities(
            ["NGRDI", "GLI", "ExGR14_chr"].enumerated().map {
                BandFacts(number: $0.offset + 1, names: [.init($0.element)], colour: flags[$0.offset])
            })
        #expect(indices.map(\.role) == [nil, nil, nil])
        let nir = identities([BandFacts(number: 4, names: [.init("nir")], colour: "Alpha")])[0]
        #expect(nir.role == .nir && nir.overruledColour == "Alpha")
    }

    @Test("A name that the wavelength denies is believed neither way")
    func contradiction() {
        let found = identities([BandFacts(number: 1, names: [.init("Red")], wavelength: 842, colour: "Red")])[0]
        #expect(found.role == nil && found.isKnown)
    }

    @Test(
        "Colour flags, those of newer GDAL too",
        arguments: [
            ("Red", .red), ("Alpha", .alpha), ("NIR", .nir), ("RedEdge", .redEdge1), ("Coastal", .coastal),
            ("Pan", .pan), ("TIR", .thermal1), ("SWIR", nil), ("Gray", nil), ("Undefined", nil), ("Palette", nil),
            ("Yellow", nil), ("Hue", nil), ("OtherIR", nil),
        ] as [(String, BandRole?)])
    func colours(colour: String, role: BandRole?) {
        let found = identities([BandFacts(number: 1, names: [.init("Band 1")], colour: colour)])[0]
        #expect(found.role == role)
        #expect(found.isKnown == !["Gray", "Undefined"].contains(colour))
    }

    @Test("Position counts only where nothing at all is said, for three or four bands of bytes or 16 bits")
    func position() {
        func roles(
            _ count: Int, _ type: SampleType = .uint16, _ change: (inout [BandFacts]) -> Void = { _ in },
            sensor: SensorFacts = SensorFacts()
        ) -> [BandRole?] {
            var bands = (1...count).map { BandFacts(number: $0, type: type) }
            change(&bands)
            return identities(bands, sensor: sensor).map(\.role)
        }
        let none: [BandRole?] = Array(repeating: nil, count: 4)
        #expect(roles(3) == [.red, .green, .blue])
        #expect(roles(4, .uint8) == [.red, .green, .blue, .nir])
        #expect(roles(4) { $0[0].colour = "Gray" } == [.red, .green, .blue, .nir])
        #expect(roles(4) { $0[3].colour = "Alpha" } == [.red, .green, .blue, .alpha])
        #expect(roles(4) { for i in 0..<4 { $0[i].names = [.init("Band \(i + 1)")] } } == [.red, .green, .blue, .nir])
        #expect(roles(4) { for i in 0..<4 { $0[i].names = [.init("b\(i + 1)")] } } == [.red, .green, .blue, .nir])
        #expect(roles(4) { for i in 0..<4 { $0[i].names = [.init("B\(i + 2)")] } } == none)
        #expect(roles(4) { $0[2].names = [.init("plot 7")] } == none)
        #expect(roles(4) { $0[3].wavelength = 1375 } == none)
        #expect(roles(4) { $0[3].names = [.init("NDVI")] } == none)
        #expect(roles(4, .float32) == none)
        #expect(roles(4) { $0[1].type = .uint8 } == none)
        #expect(roles(5) == [nil, nil, nil, nil, nil] && roles(2) == [nil, nil])
        #expect(roles(4, sensor: SensorFacts(items: ["SPACECRAFT_ID": "LANDSAT_8"])) == none)
        let evidence = identities((1...3).map { BandFacts(number: $0) }).map(\.evidence)
        #expect(evidence == [.position, .position, .position])
    }

    @Test("The order of bands does not matter to what names and wavelengths say", arguments: 0..<20)
    func permuted(seed: Int) {
        var random = SeededGenerator(seed)
        let names = ["blue", "Green", "Red 668", "Red edge 717", "NIR", "LWIR", "B04", "NDVI", "", "842 nm", "SWIR1"]
        let shuffled = names.shuffled(using: &random)
        let expected = Dictionary(uniqueKeysWithValues: zip(names, roles(names)))
        #expect(roles(shuffled) == shuffled.map { expected[$0] ?? nil })
    }
}

@Suite("Scalings of products")
struct SensorScalingTests {
    private let sentinel = ["PRODUCT_TYPE": "S2MSI2A", "BOA_QUANTIFICATION_VALUE": "10000"]

    private func scaling(
        _ items: [String: String], band: [String: String] = [:], name: String, file: String = ""
    ) -> BandScaling? {
        SensorScaling(sensor: SensorFacts(items: items, fileName: file), items: band, name: name)?.scaling
    }

    @Test("Sentinel-2: divided, after its offset is added; without a known offset nothing is proved")
    func sentinelBands() {
        let plain = BandScaling(scale: 0.0001, offset: 0)
        let shifted = BandScaling(scale: 0.0001, offset: -0.1)
        #expect(scaling(sentinel, name: "B4") == nil)
        #expect(scaling(sentinel, band: ["BOA_ADD_OFFSET": "-1000"], name: "B4") == shifted)
        #expect(scaling(sentinel, band: ["BOA_ADD_OFFSET": "0"], name: "B04") == plain)
        #expect(scaling(sentinel.merging(["PROCESSING_BASELINE": "02.14"]) { $1 }, name: "B8A") == plain)
        #expect(scaling(sentinel.merging(["PROCESSING_BASELINE": "05.12"]) { $1 }, name: "B4") == nil)
        #expect(scaling(sentinel, band: ["BOA_ADD_OFFSET": "1000"], name: "B4") == nil)
        #expect(scaling(sentinel, band: ["BOA_ADD_OFFSET": "-1000"], name: "SCL") == nil)
        let top = ["PRODUCT_TYPE": "S2MSI1C", "QUANTIFICATION_VALUE": "10000", "RADIO_ADD_OFFSET": "-1000"]
        #expect(scaling(top, name: "B4") == shifted)
        #expect(scaling(["BOA_QUANTIFICATION_VALUE": "10000", "BOA_ADD_OFFSET": "0"], name: "B4") == nil)
    }

    @Test("Landsat Collection 2 Level 2, where the metadata say so; the file's name proves nothing")
    func landsatBands() {
        let id = "LC08_L2SP_190024_20200412_20200822_02_T1"
        let surface = BandScaling(scale: 0.0000275, offset: -0.2)
        #expect(scaling(["LANDSAT_PRODUCT_ID": id], name: "SR_B4") == surface)
        #expect(scaling(["LANDSAT_PRODUCT_ID": id], name: "ST_B10") == nil)
        #expect(scaling(["LANDSAT_PRODUCT_ID": id], name: "B4") == nil)
        #expect(scaling(["LANDSAT_PRODUCT_ID": "LC08_L1TP_190024_20200412_20200822_02_T1"], name: "SR_B4") == nil)
        #expect(scaling(["LANDSAT_PRODUCT_ID": "LC08_L2SP_190024_20200412_20200822_01_T1"], name: "SR_B4") == nil)
        let items = ["SPACECRAFT_ID": "LANDSAT_9", "A.PROCESSING_LEVEL": "L2SP", "A.COLLECTION_NUMBER": "02"]
        #expect(scaling(items, name: "SR_B7") == surface)
        #expect(scaling([:], name: "SR_B4", file: id + "_SR_B4.TIF") == nil)
    }
}
