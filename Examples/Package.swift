// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "quadrat-examples",
    dependencies: [
        // Elsewhere: .package(url: "...", from: "...")
        .package(name: "quadrat", path: "..")
    ],
    targets: [
        .executableTarget(name: "farm", dependencies: [.product(name: "Quadrat", package: "quadrat")])
    ]
)
