import RuralIndustry
import Testing

@Suite("Names of authorities")
struct AuthorityTests {
    @Test(
        "committees are called after their unit, its kind in small letters",
        arguments: [
            (SelectionLevel.provincial, "Tỉnh Thái Nguyên", "Ủy ban nhân dân tỉnh Thái Nguyên"),
            (.provincial, "Thành phố Hà Nội", "Ủy ban nhân dân thành phố Hà Nội"),
            (.district, "Huyện Đại Từ", "Ủy ban nhân dân huyện Đại Từ"),
            (.commune, "Đặc khu Vân Đồn", "Ủy ban nhân dân đặc khu Vân Đồn"),
        ])
    func committees(level: SelectionLevel, unit: String, name: String) throws {
        let authority = Authority.of(level, unitFullName: unit, on: try Day(iso: "2023-08-01"))
        #expect(authority.name == name)
        #expect(authority.signatoryTitle == "CHỦ TỊCH")
    }

    @Test(
        "the regional authority changed its name twice",
        arguments: [
            ("2014-10-21", "Cục Công nghiệp địa phương"), ("2016-08-01", "Cục Công nghiệp địa phương"),
            ("2018-08-20", "Cục Công Thương địa phương"), ("2024-05-13", "Cục Công Thương địa phương"),
            ("2025-09-23", "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"),
            ("2026-11-20", "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"),
        ])
    func regional(day: String, name: String) throws {
        let authority = Authority.of(.regional, unitFullName: "", on: try Day(iso: day))
        #expect(authority == Authority(name: name, signatoryTitle: "CỤC TRƯỞNG"))
    }

    @Test("the minister signs for the nation")
    func national() throws {
        let authority = Authority.of(.national, unitFullName: "", on: try Day(iso: "2025-12-01"))
        #expect(authority == Authority(name: "Bộ Công Thương", signatoryTitle: "BỘ TRƯỞNG"))
    }
}
