import Foundation
import Testing

/// Which modules each target may import, and nothing else: the arrows of the architecture.
private let allowed: [String: Set<String>] = [
    // the domain: no I/O, clock, randomness, SQL, HTTP. `Swift` is for the composed form of text, in one file.
    "RuralIndustry": ["FoundationEssentials", "Swift"],
    "Evidence": ["RuralIndustry", "Crypto", "CArgon2", "FoundationEssentials"],
    "Documents": [
        "RuralIndustry", "CHarfBuzz", "CQREncode", "CDeflate", "COpenSSL", "CPNG", "FoundationEssentials",
        "Synchronization", "Glibc",
    ],
    "Spreadsheets": ["CZip", "CExpat", "CXlsxWriter", "Glibc"],
    "Images": ["CTurboJPEG", "CPNG", "Glibc"],
    // the address of a provider is all that it knows of the world
    "OpenID": ["RuralIndustry", "Crypto", "CryptoExtras", "CCurl", "FoundationEssentials", "Glibc"],
    "Postgres": ["CPostgres", "Logging", "FoundationEssentials", "Glibc", "Synchronization"],
    "Registry": [
        "RuralIndustry", "Evidence", "Documents", "Spreadsheets", "Images", "Postgres", "Logging",
        "FoundationEssentials", "Glibc", "Synchronization",
    ],
    "Web": [
        "Registry", "RuralIndustry", "OpenID", "Hummingbird", "HummingbirdCore", "HTTPTypes", "Mustache",
        "Logging",
        "NIOCore", "NIOHTTP1", "NIOHTTPTypes", "NIOHTTPTypesHTTP1",
        "ServiceLifecycle", "FoundationEssentials", "Glibc", "Synchronization", "UnixSignals",
    ],
]

/// Modules that take the whole of Foundation with them, or the domain's forbidden senses.
private let forbiddenInDomain = [
    "Date()", "Date.now", "SystemRandomNumberGenerator", ".random(", "ContinuousClock", "FileManager",
]

@Suite("The arrows between the targets")
struct ImportRuleTests {
    @Test("a target imports only what the architecture allows", arguments: allowed.keys.sorted())
    func imports(_ target: String) throws {
        let files = try Source.files(of: target)
        #expect(!files.isEmpty)
        for file in files {
            for module in file.imports where !(allowed[target]?.contains(module) ?? false) {
                Issue.record("\(file.name) imports \(module)")
            }
        }
    }

    @Test("every folder of Sources has its rule, so that a new target cannot slip past")
    func everyTarget() throws {
        let targets = try FileManager.default.contentsOfDirectory(atPath: Source.root + "/Sources")
        #expect(Set(targets).subtracting(["System", "cnnt"]) == Set(allowed.keys))
    }

    /// A name that the parser makes of a type's is asked for anew at every comparison, of every command, whichever is run: more than
    /// half of the time of `cnnt award history` as a new process.
    @Test("every command names itself")
    func commandsAreNamed() throws {
        let files = try Source.files(of: "cnnt")
        #expect(files.contains { $0.code.contains("CommandConfiguration(") })
        for file in files {
            let all = file.code.matches(of: /CommandConfiguration\(/).count
            let named = file.code.matches(of: /CommandConfiguration\(\s*commandName:/).count
            #expect(all == named, "\(file.name)")
        }
    }

    @Test("tests make bundles only where both verifiers read them, and say what shared data they need")
    func testsAreHonest() throws {
        let makers = ["RoundTests/Support/TwoVerifiers.swift"]
        // these are refused before there is a bundle
        let refused = ["WebTests/TwoTruthsTests.swift", "RegistryTests/TerritoryTests.swift"]
        for file in try Source.files(in: "Tests") where !file.name.hasPrefix("ArchitectureTests/") {
            if file.code.contains("resultBundle("), !(makers + refused).contains(file.name) {
                Issue.record("\(file.name) makes a bundle that no second verifier reads")
            }
            if file.code.contains("ResultBundle(parts"), !makers.contains(file.name) {
                Issue.record("\(file.name) forges a bundle that no second verifier reads")
            }
            let conditions =
                /\.enabled\(\s*if: [^"]*(?:[sS]haredExist|OfficialScores\.exist|isu\)|pdfaCheck)[^"]*"([^"]*)"/
            for condition in file.code.matches(of: conditions) where !condition.1.contains("../shared/") {
                Issue.record("\(file.name) does not say what it needs: \(condition.0)")
            }
        }
    }

    @Test("the domain knows no clock, no chance and no files")
    func domainIsPure() throws {
        for file in try Source.files(of: "RuralIndustry") {
            for word in forbiddenInDomain where file.code.contains(word) {
                Issue.record("\(file.name) uses \(word)")
            }
        }
    }

    @Test(
        "official arithmetic knows no floating point; advisory figures live in a folder that it does not mention"
    )
    func noFloatingPoint() throws {
        for file in try Source.files(of: "RuralIndustry") where !file.name.contains("/Advisory/") {
            #expect(!file.code.contains("Double"), "\(file.name)")
            #expect(!file.code.contains("Float"), "\(file.name)")
        }
    }

    @Test(
        "SQL is written in Registry and Postgres only",
        arguments: ["Web", "cnnt", "RuralIndustry", "Documents"])
    func sqlStaysInside(_ target: String) throws {
        let statement = /\b(SELECT|INSERT INTO|DELETE FROM)\b [a-z]/
        for file in try Source.files(of: target) where file.code.contains(statement) {
            Issue.record("\(file.name) writes SQL")
        }
    }

    @Test("the rule reader sees imports in all their forms")
    func reader() {
        let text =
            "import A\npublic import B\n@testable import C\nimport struct D.E\n@_spi(X) import F\n// import G\n"
        #expect(Source.imports(in: text) == ["A", "B", "C", "D", "F"])
    }
}

/// A source file and what it imports.
struct Source {
    let name: String
    let code: String

    var imports: [String] { Self.imports(in: code) }

    static var root: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .path
    }

    static func files(of target: String) throws -> [Source] {
        try files(in: "Sources/" + target, called: target + "/")
    }

    static func files(in path: String, called prefix: String = "") throws -> [Source] {
        let folder = root + "/" + path
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".swift")
        }
        return try names.map {
            Source(
                name: prefix + $0, code: try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8))
        }
    }

    static func imports(in text: String) -> [String] {
        let pattern =
            /^(?:@\w+(?:\([^)]*\))? )*(?:public |internal |private |fileprivate |package )?import (?:struct |enum |class |func |protocol |typealias |var |let )?(\w+)/
        return text.split(separator: "\n").compactMap { line in
            line.firstMatch(of: pattern).map { String($0.1) }
        }
    }
}
