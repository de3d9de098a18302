// swift-tools-version: 6.2
import PackageDescription

// What each target may import is written down in Tests/ArchitectureTests, which reads the import lines and fails on others.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "cnnt",
    products: [.executable(name: "cnnt", targets: ["cnnt"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1",
            traits: ["ConfigurationSupport"]),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        .systemLibrary(name: "CPostgres", path: "Sources/System/CPostgres", pkgConfig: "libpq"),
        .systemLibrary(name: "CHarfBuzz", path: "Sources/System/CHarfBuzz", pkgConfig: "harfbuzz-subset"),
        .systemLibrary(name: "CQREncode", path: "Sources/System/CQREncode", pkgConfig: "libqrencode"),
        .systemLibrary(name: "CDeflate", path: "Sources/System/CDeflate", pkgConfig: "libdeflate"),
        .systemLibrary(name: "COpenSSL", path: "Sources/System/COpenSSL", pkgConfig: "libcrypto"),
        .systemLibrary(name: "CZip", path: "Sources/System/CZip", pkgConfig: "libzip"),
        .systemLibrary(name: "CExpat", path: "Sources/System/CExpat", pkgConfig: "expat"),
        .systemLibrary(name: "CXlsxWriter", path: "Sources/System/CXlsxWriter", pkgConfig: "xlsxwriter"),
        .systemLibrary(name: "CTurboJPEG", path: "Sources/System/CTurboJPEG", pkgConfig: "libturbojpeg"),
        .systemLibrary(name: "CPNG", path: "Sources/System/CPNG", pkgConfig: "libpng"),
        .systemLibrary(name: "CArgon2", path: "Sources/System/CArgon2", pkgConfig: "libargon2"),
        .systemLibrary(name: "CCurl", path: "Sources/System/CCurl", pkgConfig: "libcurl"),

        .target(name: "RuralIndustry", swiftSettings: settings),
        .target(
            name: "Evidence", dependencies: ["RuralIndustry", "CArgon2", crypto], swiftSettings: settings),
        .target(
            name: "Documents",
            dependencies: ["RuralIndustry", "CHarfBuzz", "CQREncode", "CDeflate", "COpenSSL", "CPNG"],
            resources: [
                .embedInCode("Certificates/Templates/label-1.json"),
                .embedInCode("Certificates/Templates/standard-1.json"),
                .embedInCode("Certificates/Templates/standard-1-a5.json"),
                .embedInCode("Certificates/Templates/standard-1-signed.json"),
            ],
            swiftSettings: settings),
        .target(
            name: "Spreadsheets", dependencies: ["CZip", "CExpat", "CXlsxWriter"], swiftSettings: settings),
        .target(name: "Images", dependencies: ["CTurboJPEG", "CPNG"], swiftSettings: settings),
        .target(
            name: "OpenID", dependencies: ["RuralIndustry", "CCurl", crypto, cryptoExtras],
            swiftSettings: settings),
        .target(name: "Postgres", dependencies: ["CPostgres", logging], swiftSettings: settings),
        .target(
            name: "Registry",
            dependencies: [
                "RuralIndustry", "Evidence", "Documents", "Spreadsheets", "Images", "Postgres", logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Web",
            dependencies: ["Registry", "RuralIndustry", "OpenID", hummingbird, mustache, logging],
            resources: [.embedInCode("API/openapi.yaml")], swiftSettings: settings),
        .executableTarget(
            name: "cnnt",
            dependencies: [
                "Web", "Registry", "RuralIndustry", "Evidence", "Documents", "Spreadsheets", "Images",
                "Postgres", "OpenID",
                arguments, configuration, logging, system,
            ],
            swiftSettings: settings),

        .target(
            name: "TestSupport",
            dependencies: [
                "Registry", "RuralIndustry", "Evidence", "Documents", "Spreadsheets", "Postgres", logging,
            ],
            path: "Tests/Support", swiftSettings: settings),
        .target(
            name: "TestPictures", dependencies: ["CTurboJPEG", "CPNG"], path: "Tests/Pictures",
            swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        .testTarget(
            name: "RuralIndustryTests", dependencies: ["RuralIndustry", "Evidence"], swiftSettings: settings),
        .testTarget(
            name: "EvidenceTests", dependencies: ["Evidence", "RuralIndustry"], swiftSettings: settings),
        .testTarget(
            name: "DocumentsTests", dependencies: ["Documents", "RuralIndustry"], swiftSettings: settings),
        .testTarget(
            name: "SpreadsheetsTests", dependencies: ["Spreadsheets", "CZip"], swiftSettings: settings),
        .testTarget(
            name: "ImagesTests", dependencies: ["Images", "TestPictures", "CTurboJPEG", "CPNG"],
            swiftSettings: settings),
        .testTarget(
            name: "DossierTests",
            dependencies: [
                "Registry", "TestSupport", "TestPictures", "RuralIndustry", "Images", "Evidence", "Postgres",
            ], swiftSettings: settings),
        .testTarget(
            name: "PostgresTests", dependencies: ["Postgres", "TestSupport", logging], swiftSettings: settings
        ),
        .testTarget(
            name: "RegistryTests",
            dependencies: [
                "Registry", "TestSupport", "RuralIndustry", "Evidence", "Documents", "Spreadsheets",
                "Postgres",
            ], swiftSettings: settings),
        .testTarget(
            name: "RoundTests",
            dependencies: [
                "Registry", "TestSupport", "TestPictures", "RuralIndustry", "Evidence", "Documents",
                "Spreadsheets",
                "Postgres",
            ], swiftSettings: settings),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Registry", "TestSupport", "TestPictures", "RuralIndustry", "Evidence", "Postgres",
                "OpenID", mustache, hummingbird, crypto, cryptoExtras, logging, "Documents",
            ], swiftSettings: settings),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "cnnt", "Web", "Postgres", "Registry", "RuralIndustry", "TestPictures", logging,
            ],
            swiftSettings: settings),
    ]
)
