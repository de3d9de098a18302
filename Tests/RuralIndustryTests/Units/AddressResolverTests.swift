import Testing

@testable import RuralIndustry

@Suite("Addresses become units")
struct AddressResolverTests {
    /// The former Nghệ An, Khánh Hòa and Hồ Chí Minh City in miniature, beside invented neighbours.
    private let resolver: AddressResolver
    private static let rows: [(code: String, name: String, kind: UnitKind, parent: String?)] = [
        ("40", "Nghệ An", .province, nil), ("56", "Khánh Hoà", .province, nil),
        ("79", "Hồ Chí Minh", .city, nil), ("49", "Quảng Nam", .province, nil),
        ("423", "Tân Kỳ", .ruralDistrict, "40"), ("428", "Hưng Nguyên", .ruralDistrict, "40"),
        ("568", "Nha Trang", .city, "56"), ("770", "3", .urbanDistrict, "79"),
        ("760", "1", .urbanDistrict, "79"), ("569", "Ninh Hòa", .town, "56"),
        ("17266", "Tân Kỳ", .township, "423"), ("17272", "Tân Phú", .commune, "423"),
        ("18001", "Hưng Lĩnh", .commune, "428"), ("18002", "Tân Phú", .commune, "428"),
        ("18003", "Lê Lợi", .commune, "428"), ("18004", "Tấn Phú", .commune, "428"),
        ("22333", "Lộc Thọ", .ward, "568"), ("27139", "01", .ward, "770"), ("27140", "10", .ward, "770"),
        ("27141", "01", .ward, "760"), ("20455", "Ch'ơm", .commune, "49"),
    ]

    private static func unit(
        _ code: String, _ name: String, _ kind: UnitKind, _ parent: String?
    ) throws -> UnitRecord {
        UnitRecord(
            code: try UnitCode(code), name: name, fullName: "\(kind.name.vi) \(name)", kind: kind,
            parent: try parent.map { try UnitCode($0) }, validity: try #require(Validity(from: nil, to: nil)))
    }

    init() throws {
        resolver = AddressResolver(try Self.rows.map { try Self.unit($0.code, $0.name, $0.kind, $0.parent) })
    }

    private func codes(_ text: String) -> [String] { resolver.answer(text).matches.map(\.unit.code.text) }

    private func unique(_ text: String) -> String? {
        if case .unique(let match) = resolver.answer(text) { match.unit.code.text } else { nil }
    }

    @Test(
        "one unit, however it is written",
        arguments: [
            ("xã Tân Phú, huyện Tân Kỳ, tỉnh Nghệ An", "17272"),
            ("Tân Phú, Tân Kỳ, Nghệ An", "17272"), ("Tân Phú Tân Kỳ Nghệ An", "17272"),
            ("XÃ TÂN PHÚ - HUYỆN TÂN KỲ - TỈNH NGHỆ AN", "17272"),
            ("xa tan phu huyen tan ky tinh nghe an", "17272"), ("x. Tân Phú, h.Tân Kỳ, t. Nghệ An", "17272"),
            ("Thôn 3, xã Tân Phú, huyện Tân Kỳ, Nghệ An, Việt Nam", "17272"),
            ("xã Tân Phú, huyện Tân Kỳ, tỉnh Nghệ An 463000", "17272"),
            ("TT. Tân Kỳ, Tân Kỳ, Nghệ An", "17266"), ("thị trấn Tân Kỳ", "17266"),
            ("xã Hưng Lĩnh, tỉnh Nghệ An", "18001"), ("xã Hưng Lĩnh", "18001"),
            ("Số 5 đường Lê Lợi, xã Hưng Lĩnh, huyện Hưng Nguyên, tỉnh Nghệ An", "18001"),
            ("5 Lê Lợi, Hưng Lĩnh, Hưng Nguyên, Nghệ An", "18001"),
            ("xã Tân Phú, huyện Hưng Nguyên, tỉnh Nghệ An", "18002"),
            ("xã Tấn Phú, huyện Hưng Nguyên, tỉnh Nghệ An", "18004"),
            ("phường Lộc Thọ, thành phố Nha Trang, tỉnh Khánh Hòa", "22333"),
            ("phường Lộc Thọ, TP Nha Trang, Khánh Hoà", "22333"),
            ("Phường 1, Quận 3, Thành phố Hồ Chí Minh", "27139"), ("P.1, Q.3, TP.HCM", "27139"),
            ("P1 Q3 TPHCM", "27139"), ("phường 01, quận 1, tp hcm", "27141"),
            ("12/3 Lê Lợi, P10, Q3, HCM", "27140"), ("P.304, nhà A, P.10, Q.3, HCM", "27140"),
            ("xã Chơm, tỉnh Quảng Nam", "20455"), ("Xã Ch'ơm, Quảng Nam", "20455"),
            ("tỉnh Nghệ An", "40"), ("Thị xã Ninh Hoà", "569"), ("12 Xã Đàn, xã Hưng Lĩnh, Nghệ An", "18001"),
        ])
    func one(text: String, code: String) {
        #expect(unique(text) == code, "\(text): \(resolver.answer(text))")
        #expect(unique(String(String.UnicodeScalarView(text.decomposedScalars))) == code, "in NFD: \(text)")
    }

    @Test("a name that several units have is not guessed, and the order is the best first")
    func ambiguous() {
        #expect(codes("xã Tân Phú, tỉnh Nghệ An") == ["17272", "18002"])
        #expect(unique("xã Tân Phú, tỉnh Nghệ An") == nil)
        // without diacritics three communes are called that
        #expect(codes("xa tan phu, nghe an") == ["17272", "18002", "18004"])
        #expect(codes("Phường 1, TP.HCM") == ["27139", "27141"])
        #expect(codes("Tân Kỳ, Nghệ An") == ["17266", "423"])
        #expect(unique("Tân Kỳ, Nghệ An") == nil)
        let texts = resolver.answer("xã Tân Phú, Nghệ An").matches.map(\.text)
        #expect(texts.first == "xã Tân Phú, huyện Tân Kỳ, tỉnh Nghệ An")
    }

    @Test("what disagrees with the text in kind or tones is offered, not taken")
    func differing() {
        for (text, code) in [
            ("phường Hưng Lĩnh, tỉnh Nghệ An", "18001"), ("xã Hưng Lịnh, tỉnh Nghệ An", "18001"),
        ] {
            guard case .ambiguous(let matches) = resolver.answer(text) else {
                Issue.record("\(text): \(resolver.answer(text))")
                continue
            }
            #expect(matches.map(\.unit.code.text) == [code] && matches[0].fit == .differs)
        }
    }

    @Test(
        "what does not lie where it is said to, or does not exist, is unknown",
        arguments: [
            "xã Hưng Lĩnh, huyện Tân Kỳ, tỉnh Nghệ An", "xã Không Có, huyện Tân Kỳ, tỉnh Nghệ An",
            "xa khong co, huyen tan ky, tinh nghe an", "x. Không Có, h. Tân Kỳ, Nghệ An",
            "xã Tân Phú, huyện Không Có, tỉnh Nghệ An", "xã Tân Phú, huyện Tân Kỳ, tỉnh Không Có",
            "xã Lộc Thọ, tỉnh Nghệ An", "Phường 7, Quận 3, TP.HCM", "", " , ; - ", "12345", "☃ ☃", "Atlantis",
            "xã", "huyện tỉnh",
        ])
    func unknown(text: String) {
        guard case .unknown = resolver.answer(text) else {
            Issue.record("\(text): \(resolver.answer(text))")
            return
        }
    }

    @Test("of a contradiction the parts are told")
    func recognised() {
        let answer = resolver.answer("xã Tân Phú, huyện Không Có, tỉnh Nghệ An")
        #expect(answer.matches.map(\.unit.code.text) == ["40"])
        #expect(codes("xã Hưng Lĩnh, huyện Tân Kỳ, tỉnh Không Có").contains("18001"))
    }

    @Test("ten thousand letters take no longer than an address and say nothing")
    func long() {
        let clock = ContinuousClock()
        for text in [
            String(repeating: "a", count: 10_000), String(repeating: "xã ", count: 3_333),
            String(repeating: "phường 1 ", count: 1_111), String(repeating: ",", count: 10_000),
            "a" + String(repeating: "\u{301}", count: 10_000),
        ] {
            var answer = AddressAnswer.unknown(recognised: [])
            // the quickest of some: the machine may be busy
            let time = (0..<5).map { _ in clock.measure { answer = resolver.answer(text) } }.min() ?? .zero
            #expect(time < .milliseconds(200))
            if case .unique = answer { Issue.record("\(text.prefix(20))…") }
        }
        let address = String(repeating: "Số nhà rất dài ", count: 700) + ", xã Hưng Lĩnh, tỉnh Nghệ An"
        #expect(unique(address) == "18001")
    }

    @Test("without units nothing is known")
    func noUnits() {
        #expect(AddressResolver([]).answer("xã Tân Phú") == .unknown(recognised: []))
    }

    // MARK: All communes there are

    /// The ways in which each commune is written.
    private enum Writing: CaseIterable {
        case accented, unaccented, abbreviated, bare

        func text(_ path: [UnitRecord]) -> String {
            switch self {
            case .accented: AddressMatch.text(of: path)
            case .unaccented:
                path.map { Folded("\($0.kind.name.vi) \($0.name)").text }.joined(separator: ", ")
            case .abbreviated:
                path.map { "\(Self.short[$0.kind] ?? $0.kind.name.vi) \($0.name)" }.joined(separator: " - ")
            case .bare: path.map { $0.name }.joined(separator: ", ")
            }
        }

        private static let short: [UnitKind: String] = [
            .commune: "x.", .ward: "P.", .township: "TT.", .town: "TX.", .city: "TP.", .ruralDistrict: "H.",
            .urbanDistrict: "Q.", .province: "T.",
        ]
    }

    @Test(
        "every commune of both eras is found by its whole path",
        .enabled(if: UnitFiles.sharedExist, "needs ../shared/data/units"),
        arguments: ["2025-06-30", "2026-11-20"])
    func everyCommune(iso: String) throws {
        let day = try Day(iso: iso)
        let units = try UnitFiles.units(UnitFiles.shared, "units.csv").map(\.value).filter {
            $0.validity.contains(day)
        }
        let clock = ContinuousClock()
        var all = AddressResolver([])
        let building = clock.measure { all = AddressResolver(units) }
        let communes = units.filter { $0.level == .commune }
        #expect(communes.count > 3_000)
        for writing in Writing.allCases {
            var unique = 0
            var missed: [String] = []
            var several: [String] = []
            var wrong: [String] = []
            let time = clock.measure {
                for commune in communes {
                    let text = writing.text(all.path(of: commune.code) ?? [])
                    switch all.answer(text) {
                    case .unique(let match):
                        unique += 1
                        if match.unit.code != commune.code { wrong.append(text) }
                    case .ambiguous(let matches):
                        several.append("\(text): \(matches.map(\.unit.code.text))")
                        if !matches.contains(where: { $0.unit.code == commune.code }) { missed.append(text) }
                    case .unknown: missed.append(text)
                    }
                }
            }
            print(
                "\(iso) \(writing): \(unique) of \(communes.count) unique, \(missed.count) missed, \(wrong.count) wrong; "
                    + "\(time / communes.count) each, built in \(building)")
            // A bare number names no ward and no urban district: it may be a house's.
            func counted(_ texts: [String]) -> [String] {
                writing == .bare ? texts.filter { !$0.contains(where: \.isNumber) } : texts
            }
            #expect(counted(missed).isEmpty, "\(writing): \(counted(missed).prefix(10))")
            #expect(counted(wrong).isEmpty, "\(writing): \(counted(wrong).prefix(10))")
            if writing == .accented || writing == .abbreviated {
                #expect(unique == communes.count, "\(writing): \(several.prefix(5))")
            }
        }
    }
}
