import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("Minutes as paper")
struct MinutesPaperTests {
    /// Minutes of a large round with invented names: the shortest and the longest, everything that can be told.
    static func minutes(entries count: Int = 43, namesEntrants: Bool = true) throws -> RoundMinutes {
        var random = Seeded(count)
        let group = ProductGroupID(rawValue: "food")
        let lines = try (1...count).map { place in
            let names = [Sample.longestProduct, "Ấm", random.name(syllables: 2...12)]
            return RoundMinutes.Line(
                tally: try line(place, of: count), group: group,
                product: namesEntrants ? names[place % 3] : nil,
                establishment: namesEntrants
                    ? (place == 3 ? Sample.longestEstablishment : "HTX Chè Ví Dụ") : nil,
                isRecognised: place < 31, awardClass: place < 6 ? "A" : nil,
                setName: place == 7 ? "Ấm chén" : nil)
        }
        var minutes = RoundMinutes(
            round: 12, name: "Bình chọn sản phẩm CNNT tiêu biểu tỉnh Thái Nguyên năm 2026",
            authority: "Ủy ban nhân dân tỉnh Thái Nguyên", place: "Thái Nguyên",
            levelName: "cấp tỉnh năm 2026",
            heldOn: try Day(iso: "2026-05-15"), closedOn: try Day(iso: "2026-06-12"),
            basis: .init(
                regulation: "vbhn-46-2025",
                title: "Văn bản hợp nhất 46/VBHN-BCT về bình chọn sản phẩm công nghiệp nông thôn tiêu biểu",
                legalBasis: ["26/2014/TT-BCT", "14/2018/TT-BCT", "38/2025/TT-BCT"],
                rulesSHA256: String(repeating: "0f", count: 32)),
            council: try (1...9).map { seat in
                .init(
                    code: nil, name: "Nguyễn Văn Mẫu \(seat)",
                    title: (seat == 1 ? CouncilRole.chair : seat == 9 ? .secretary : .member).name.vi,
                    position: seat == 2 ? "Phó Giám đốc Sở Công Thương tỉnh Thái Nguyên" : nil,
                    from: try Day(iso: "2026-03-01"), to: seat == 3 ? try Day(iso: "2026-04-01") : nil)
            },
            panel: try (1...13).map { seat in
                .init(
                    code: "J\(seat)",
                    name: seat == 2 ? Sample.longestEstablishment : "Trần Thị Ví Dụ \(seat)",
                    title: (seat == 1 ? PanelRole.head : .judge).name.vi,
                    position: "Sở Khoa học và Công nghệ",
                    from: try Day(iso: "2026-03-01"), to: nil)
            },
            attendance: .init(membersPresent: 7, membersNeeded: 6, judgesNeededPerEntry: 5),
            conflicts: [
                .init(
                    judge: "J3", source: "giám khảo khai báo", reason: "Em ruột là giám đốc cơ sở",
                    declaredOn: try Day(iso: "2026-05-16"), recordedBy: "thu-ky", entries: ["TN-3", "TN-7"],
                    excludedSheets: 1)
            ],
            entries: .init(
                filed: count + 2, accepted: count,
                others: [
                    .init(code: "TN-90", state: .withdrawn, reason: "Cơ sở xin rút"),
                    .init(code: "TN-91", state: .rejected, reason: nil),
                ]),
            marks: .init(
                submitted: 2_236, counted: 2_220,
                excluded: [
                    .init(reason: "phiếu chấm không đầy đủ", marks: 12), .init(reason: "vắng mặt", marks: 4),
                ],
                sheets: [
                    .init(
                        entry: "TN-1", judge: "J2", stage: nil,
                        excluded: [.init(reason: "phiếu chấm không đầy đủ", marks: 12)], recordedBy: "thu-ky",
                        recordedOn: try Day(iso: "2026-06-01"))
                ]),
            result: .init(
                lines: lines,
                ties: [
                    EqualTotals(
                        total: try Rational("530/7"), entries: ["TN-4", "TN-5"],
                        steps: [
                            .criterion(
                                "market",
                                [
                                    .init(entry: "TN-4", panel: try Rational("34.5")),
                                    .init(entry: "TN-5", panel: try Rational("34.5")),
                                ]), .draw(["TN-4", "TN-5"]),
                        ])
                ], criteria: ["market": "Đáp ứng thị trường và khả năng phát triển sản xuất"],
                groups: try rules().groups, ranksWithinGroups: false, threshold: ExactDecimal(70),
                seed: "Kết quả xổ số ngày 20/5/2026"),
            decision: .init(
                number: "2875/QĐ-UBND", day: try Day(iso: "2026-06-30"),
                authority: "Ủy ban nhân dân tỉnh Thái Nguyên"),
            evidence: .init(
                linesSHA256: String(repeating: "1a", count: 32),
                bundleSHA256: String(repeating: "2b", count: 32),
                parts: ["round", "rules", "entries", "roster", "marks", "tally"].map {
                    .init(name: $0, sha256: String(repeating: "3c", count: 32))
                },
                checkpoint: .init(
                    treeSize: 812, root: String(repeating: "4d", count: 32), chainLength: 91_234,
                    chainHead: String(repeating: "5e", count: 32), time: "2026-06-12T17:30:00+07:00",
                    key: "cnnt-0123456789abcdef", leaf: 17, leafSHA256: String(repeating: "6f", count: 32),
                    inclusionPath: (0..<10).map { String(repeating: "7\($0)", count: 32) },
                    earlier: .init(
                        treeSize: 12, root: String(repeating: "8a", count: 32),
                        time: "2026-05-02T08:00:00+07:00",
                        consistencyPath: (0..<9).map { String(repeating: "9\($0)", count: 32) }))),
            namesEntrants: namesEntrants)
        minutes.acts = [
            .init(
                body: "Hội đồng bình chọn", number: "1012/QĐ-UBND", day: try Day(iso: "2026-03-01"),
                authority: "Chủ tịch Ủy ban nhân dân tỉnh Thái Nguyên")
        ]
        minutes.meetings = [
            .init(
                heldOn: try Day(iso: "2026-06-15"), place: "Sở Công Thương",
                present: (1...7).map { "Nguyễn Văn Mẫu \($0)" }, needed: 6,
                votes: [
                    .init(entry: nil, inFavour: 6, against: 0, abstained: 1, isAdopted: true),
                    .init(entry: "TN-31", inFavour: 2, against: 5, abstained: 0, isAdopted: false),
                ])
        ]
        return minutes
    }

    private static func line(_ place: Int, of count: Int) throws -> Tally.Line {
        let marks = [
            Mark(
                entry: "TN-\(place)", judge: "J1", criterion: "market",
                content: .value(try ExactDecimal("\(95 - place)")))
        ]
        return try Tally(of: marks, rules: rules(), sha256: { $0 }).lines[0]
    }

    private static func rules() throws -> Rules {
        try Regulation.resolve([
            try RegulationLayer(
                parsing: Array(
                    #"""
                    {"id": "thu", "title": "Thử", "legal_basis": ["1"], "valid_from": "2014-08-01",
                     "levels": [{"id": "commune", "council_sizes": null, "certificate_valid_years": 4, "requires": null}],
                     "groups": [{"id": "handicraft", "name": "Thủ công mỹ nghệ"},
                       {"id": "food", "name": "Chế biến nông, lâm, thủy sản và thực phẩm"}],
                     "criteria": [{"id": "market", "name": "Thị trường", "max": "100"}],
                     "scoring": {"eligible_at_least": "70", "pipeline": [{"sum": "criteria"}, {"mean": "judges"}]}}
                    """#.utf8))
        ])
    }

    @Test(
        "43 entries with the longest names are PDF/A-2a and PDF/UA-1, over several pages, with their head on each",
        .enabled(if: Tool.pdfaCheck != nil, "needs ../shared/tools/pdfa-check and java"))
    func conformance() throws {
        let check = try #require(Tool.pdfaCheck)
        let scratch = try Scratch()
        let renderer = try OfficeSample.renderer()
        let files = [
            try scratch.file("full.pdf", renderer.render(Self.minutes())),
            try scratch.file("blind.pdf", renderer.render(Self.minutes(entries: 3, namesEntrants: false))),
        ]
        for flavour in ["2a", "ua1"] { #expect(try check.run([flavour] + files).status == 0) }
        for file in files { #expect(try Tool.qpdf("--check", file).status == 0) }
        let text = try Tool.pdftotext("-raw", files[0], "-").text
        #expect(text.split(separator: "\u{C}").count > 4)
        for line in try Self.minutes().result.lines { #expect(text.contains(line.tally.entry)) }
    }

    @Test("the text has lines of at most 100 characters and every word of the paper")
    func text() throws {
        let minutes = try Self.minutes()
        let lines = minutes.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= 100 })
        let words = OfficeSample.words(of: MinutesForm.document(minutes).sections[0])
        let found = Set(minutes.text.split { $0.isWhitespace || $0 == "|" }.map(String.init))
        let longest = 20
        for word in words.split(separator: " ") where word.count < longest && !found.contains(String(word)) {
            Issue.record("\(word)")
        }
        #expect(minutes.text.contains("Kết quả xổ số ngày 20/5/2026"))
    }

    @Test("who may not see names finds codes alone")
    func blind() throws {
        let text = try Self.minutes(entries: 3, namesEntrants: false).text
        #expect(!text.contains("HTX Chè Ví Dụ"))
        #expect(text.contains("TN-3"))
    }
}
