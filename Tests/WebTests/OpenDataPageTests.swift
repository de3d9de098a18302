import Evidence
import Registry
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("The page of open data")
struct OpenDataPageTests {
    @Test("leads to every file, says its licence or that there is none, and tells a hash that is the file's")
    func files() async throws {
        try await TestRegistry.run { test in
            _ = try await HeldRound.hold(in: test, ["Chè tôm nõn Mẫu"])
            try await RunningSite.run(test.registry) { site in
                let page = try await site.get("/open-data")
                #expect(page.status == 200 && page.body.contains("chưa công bố giấy phép"))
                for dataset in OpenDataset.allCases {
                    for format in OpenFormat.allCases {
                        let address = "/open-data/\(dataset.rawValue).\(format.rawValue)"
                        #expect(page.body.contains("href=\"\(address)\""), "\(address)")
                        let file = try await site.get(address)
                        #expect(file.status == 200, "\(address)")
                        #expect(file.headers["content-disposition"]?.contains("attachment") == true)
                        let content = Self.unchunked(file)
                        let told = try await site.get(address + ".sha256").body
                        let hash = SHA256Digest(of: content.utf8).hex
                        #expect(
                            told == "\(hash)  cnnt-\(dataset.rawValue).\(format.rawValue)\n", "\(address)")
                        #expect(try await site.get("/open-data").body.contains(hash), "\(address)")
                    }
                    for column in dataset.columns {
                        #expect(page.body.contains("<code>\(column.name)</code>"))
                    }
                }
                let awards = Self.unchunked(try await site.get("/open-data/awards.csv"))
                #expect(awards.contains("Chè tôm nõn Mẫu") && awards.contains("9001/QĐ-UBND"))
                for path in ["/open-data/marks.csv", "/open-data/awards.xml", "/open-data/x.csv.sha256"] {
                    #expect(try await site.get(path).status == 404, "\(path)")
                }
                #expect(try await site.get("/open-data/awards.csv", "HEAD").body.isEmpty)
            }
        }
    }

    /// What a body in chunks holds (RFC 9112, 7.1).
    private static func unchunked(_ answer: HTTPAnswer) -> String {
        guard answer.headers["transfer-encoding"] == "chunked" else { return answer.body }
        var rest = Array(answer.body.utf8)[...]
        var content: [UInt8] = []
        while let end = rest.firstIndex(of: 13),
            let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16), size > 0
        {
            content += rest[(end + 2)..<(end + 2 + size)]
            rest = rest[(end + 2 + size + 2)...]
        }
        return String(decoding: content, as: UTF8.self)
    }
}
