// swift-tools-version: 6.2
import PackageDescription

/// The settings of every target: Swift 6 language mode comes with the tools version.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A library target and, beside it, its tests.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, swiftSettings: strict)
}

let package = Package(
    name: "quadrat",
    products: [
        .executable(name: "quadrat", targets: ["QuadratCommand"]),
        .library(
            name: "Quadrat",
            targets: ["Quadrat", "Results"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // C libraries of the system. Only RasterIO imports them (scripts/check holds this).
        .systemLibrary(name: "CGDAL", pkgConfig: "gdal", providers: [.apt(["libgdal-dev"])]),
        .systemLibrary(name: "CTIFF", pkgConfig: "libtiff-4", providers: [.apt(["libtiff-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSystem"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),

        // One direction: each target may import only those above it.
        library("RasterModel"),
        library("Spool"),
        library("Tiling", ["RasterModel", "Spool"]),
        library("Segmentation", ["RasterModel", "Spool"]),
        library("Results"),
        library("Coverage", ["RasterModel", "Spool"]),
        library("Instances", ["RasterModel", "Spool", "Coverage"]),
        .target(
            name: "Catalog", dependencies: ["RasterModel", "Segmentation", .product(name: "Yams", package: "Yams")],
            resources: [.embedInCode("Resources")], swiftSettings: strict),
        library(
            "RasterIO",
            ["RasterModel", "Spool", "Results", "CGDAL", "CTIFF", "CDeflate", "CCrypto", "CSQLite", "CSystem"]),
        library(
            "Survey",
            [
                "RasterModel", "Spool", "Results", "RasterIO", "Tiling", "Segmentation", "Coverage", "Instances",
                "Catalog",
            ]),
        // What other packages may use, with Results. Everything else is this package's own.
        library("Quadrat", ["RasterModel", "Results", "Tiling", "Coverage", "RasterIO", "Catalog", "Survey"]),
        .executableTarget(
            name: "QuadratCommand",
            dependencies: [
                "RasterModel", "Results", "Survey", "Tiling",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // Fuzzers: an ordinary build compiles them, `scripts/fuzz` links them with libFuzzer.
        .systemLibrary(name: "CFuzzer", path: "Fuzz/CFuzzer"),
        .executableTarget(
            name: "fuzz",
            dependencies: ["CFuzzer", "RasterModel", "RasterIO", "Segmentation", "Catalog", "TestSupport"],
            path: "Fuzz/fuzz", swiftSettings: strict),

        // What several test targets need, and the fuzzers.
        .target(
            name: "TestSupport", dependencies: ["RasterModel", "Segmentation", "Catalog"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests(of: "RasterModel"),
        tests(of: "Tiling", ["RasterModel"]),
        tests(of: "Segmentation", ["RasterModel"]),
        tests(of: "Spool"),
        tests(of: "Results"),
        tests(of: "Coverage", ["RasterModel"]),
        tests(of: "Instances", ["RasterModel", "Coverage", "Spool"]),
        tests(of: "Catalog", ["RasterModel", "Segmentation"]),
        tests(of: "RasterIO", ["RasterModel", "Spool", "CDeflate"]),
        tests(of: "Survey", ["RasterModel", "Spool", "RasterIO", "Results", "Catalog", "Tiling", "Segmentation"]),
        tests(of: "Quadrat", ["RasterModel", "Results"]),
    ]
)
