// swift-tools-version: 6.2
import PackageDescription

/// The settings of the main package.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "quadrat-fuzz",
    dependencies: [.package(name: "quadrat", path: "..")],
    targets: [
        // Declares libFuzzer's entry; the library itself comes with `-sanitize=fuzzer` (scripts/fuzz).
        .systemLibrary(name: "CFuzzer"),
        .executableTarget(
            name: "fuzz", dependencies: ["CFuzzer", .product(name: "Quadrat", package: "quadrat")],
            swiftSettings: strict),
    ]
)
