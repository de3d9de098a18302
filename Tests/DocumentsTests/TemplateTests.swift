import RuralIndustry
import Testing

@testable import Documents

@Suite("Designs as data")
struct TemplateTests {
    private func refused(_ json: String) throws -> [Violation] {
        let document = try JSONValue(parsing: json)
        return try #require(throws: Refusal.self) { try CertificateTemplate(document) }.violations
    }

    @Test("the design of papers issued before designs were data never changes")
    func standardIsPinned() throws {
        #expect(
            try CertificateTemplate.standard().contentHash
                == "85e33febd869e371926d7ef9cfd656fef26263f7d58ac2973079d932b52ac58b")
    }

    @Test(
        "no built-in design lets anything overlap, leave the frame or be too long",
        arguments: CertificateTemplate.builtInIDs)
    func builtIn(id: String) throws {
        let template = try #require(try CertificateTemplate.builtIn(id))
        let proof = try TemplateProof(template, fonts: .load())
        #expect(proof.violations == [])
        #expect(proof.pages != nil)
    }

    @Test("everything that is wrong is told at once, each with its place in the JSON")
    func refusals() throws {
        let found = try refused(
            #"""
            {"id": "x", "based_on": "standard-1", "color": 1, "colours": {"provincial": {"accent": "#EEEEEE"}},
             "emblem": {"x": 10, "y": 10, "width": 400, "height": 20, "description": "Biểu trưng",
              "svg": {"view_box": [0, 0, 10, 10], "paths": [{"d": "M0 0 L5", "fill": "accent"}]}},
             "logo": {"x": 10, "y": 10, "width": 20, "height": 20, "description": "Logo", "png": "AAAA"}}
            """#)
        #expect(
            Set(found.map { "\($0.code) \($0.place.pointer ?? "")" })
                == [
                    "template-key-unknown /color", "template-colour-pale /colours/provincial/accent",
                    "template-off-page /emblem", "template-svg-path /emblem/svg/paths/0/d",
                    "template-png /logo/png",
                ])
    }

    @Test("an emblem over the motto is found by the proof")
    func overlap() throws {
        let template = try CertificateTemplate(
            JSONValue(
                parsing: #"""
                    {"id": "x", "based_on": "standard-1", "emblem": {"x": 140, "y": 20, "width": 15, "height": 15,
                     "description": "Biểu trưng", "svg": {"view_box": [0, 0, 10, 10],
                     "paths": [{"d": "M0 5 A5 5 0 1 1 10 5 A5 5 0 1 1 0 5Z", "fill": "accent"}]}}}
                    """#))
        let proof = try TemplateProof(template, fonts: .load())
        #expect(proof.violations.contains { $0.code == "template-overlap" && $0.place.pointer == "/emblem" })
    }
}
