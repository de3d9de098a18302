import RuralIndustry
import Testing

@Suite("Names of authorities")
struct AuthorityTests {
    private func name(
        _ level: String, _ name: String, _ from: String?, _ to: String?, _ status: String? = nil
    ) throws -> AuthorityName {
        try AuthorityName.parse(Fields(texts: [level, name, "CỤC TRƯỞNG", from, to, status]))
    }

    @Test(
        "committees are called after their unit, its kind in small letters",
        arguments: [
            ("Tỉnh Thái Nguyên", "Ủy ban nhân dân tỉnh Thái Nguyên"),
            ("Thành phố Hà Nội", "Ủy ban nhân dân thành phố Hà Nội"),
            ("Huyện Đại Từ", "Ủy ban nhân dân huyện Đại Từ"),
            ("Đặc khu Vân Đồn", "Ủy ban nhân dân đặc khu Vân Đồn"),
        ])
    func committees(unit: String, name: String) {
        #expect(Authority.committee(ofUnit: unit) == Authority(name: name, signatoryTitle: "CHỦ TỊCH"))
    }

    @Test("an authority has the name of the day; a day without one is refused with what to do")
    func nameOfTheDay() throws {
        let names = try [
            name("regional", "Cũ", "2010-01-01", "2018-01-01"), name("regional", "Mới", "2018-01-01", nil),
            name("national", "Bộ", nil, nil),
        ]
        func called(_ level: SelectionLevel, _ day: String) throws -> String {
            try Authority.of(level, on: try Day(iso: day), named: names).name
        }
        #expect(try called(.regional, "2017-12-31") == "Cũ" && called(.regional, "2018-01-01") == "Mới")
        #expect(try called(.national, "1999-01-01") == "Bộ")
        let refused = #expect(throws: Violation.self) { try called(.regional, "2009-12-31") }
        #expect(refused?.code == "authority-unknown")
        #expect(refused?.text.vi.contains("31/12/2009") == true)
    }

    @Test("everything wrong with a row is told; a committee has no name here")
    func badRow() {
        let refused = #expect(throws: Refusal.self) {
            try name("provincial", " ", "2018-01-01", "2017-01-01", "sure")
        }
        #expect(
            refused?.violations.map(\.code) == [
                "authority-level", "value-missing", "validity-empty", "authority-status-unknown",
            ])
    }

    @Test("two names of one level on one day are refused, a row with the same beginning corrects")
    func overlaps() throws {
        let known = try [
            name("regional", "Cũ", nil, "2018-01-01"), name("regional", "Mới", "2018-01-01", nil),
        ]
        func codes(_ names: [AuthorityName]) -> [String] {
            AuthorityName.violations(names.map { Located($0) }, known: known).map(\.code)
        }
        #expect(codes(try [name("regional", "Sửa", "2018-01-01", "2020-01-01")]) == [])
        #expect(codes(try [name("national", "Bộ", "2019-01-01", nil)]) == [])
        #expect(codes(try [name("regional", "Khác", "2019-01-01", nil)]) == ["authority-overlap"])
        #expect(
            codes(try [name("national", "A", nil, nil), name("national", "B", nil, nil)])
                == ["authority-overlap"])
    }
}
