import RuralIndustry

/// The fields in which a fair is described.
struct FairForm {
    let filling: FormFilling

    /// Those of a new fair.
    var all: [FormField] {
        [
            name, kind,
            filling.list(
                "level", Bilingual(vi: "Cấp", en: "Level"),
                of: SelectionLevel.allCases.map { ($0.rawValue, $0.name) }),
            filling.line(
                "organiser", Bilingual(vi: "Đơn vị tổ chức", en: "Organiser"),
                hint: Bilingual(
                    vi:
                        "Mã của tỉnh, huyện hoặc xã, ví dụ 19; north, central, south cho khu vực; VN cho cấp quốc gia.",
                    en: "A unit's code; north, central, south for a region; VN for the nation.")),
        ] + placeAndDays
    }

    var name: FormField { filling.line("name", Bilingual(vi: "Tên hội chợ", en: "Name of the fair")) }

    var kind: FormField {
        filling.few(
            "kind", Bilingual(vi: "Loại hội chợ", en: "Kind"),
            of: FairKind.allCases.map {
                ($0.rawValue, Bilingual(vi: $0.name.vi.capitalizedFirst, en: $0.name.en))
            },
            hint: Bilingual(
                vi: "Kinh phí khuyến công hỗ trợ hai loại theo mức khác nhau.",
                en: "Funds pay differently for the two."))
    }

    var placeAndDays: [FormField] {
        [
            filling.line("venue", Bilingual(vi: "Địa điểm", en: "Venue")),
            filling.day("first", Bilingual(vi: "Ngày khai mạc", en: "Opening day")),
            filling.day("last", Bilingual(vi: "Ngày bế mạc", en: "Last day")),
            filling.day(
                "set_up", Bilingual(vi: "Ngày đầu dựng gian hàng", en: "First day of setting up"),
                hint: Bilingual(vi: "Bỏ trống: ngày khai mạc.", en: "Empty: the opening day."),
                isOptional: true),
            filling.line(
                "width", Bilingual(vi: "Chiều rộng gian tiêu chuẩn (mét)", en: "Standard width (m)"),
                inputMode: "decimal"),
            filling.line(
                "depth", Bilingual(vi: "Chiều sâu gian tiêu chuẩn (mét)", en: "Standard depth (m)"),
                inputMode: "decimal"),
        ]
    }

    /// What somebody typed into them.
    struct Typed {
        let kind: FairKind?
        let first: Day?
        let last: Day?
        let setUp: Day?
        let width: Length?
        let depth: Length?

        /// - Parameter kindIsFixed: it is not asked for.
        init(
            _ fields: FormFields, _ gathering: inout FormFields.Gathering, kindIsFixed: Bool = false
        ) throws {
            kind =
                kindIsFixed ? nil : try gathering.value { try fields.choice("kind", FairKind.self) }
            first = try gathering.value { try fields.day("first") }
            last = try gathering.value { try fields.day("last") }
            setUp = try gathering.value { try fields.optionalDay("set_up") } ?? nil
            width = try gathering.value { try fields.length("width") } ?? nil
            depth = try gathering.value { try fields.length("depth") } ?? nil
            gathering.require(fields, "name", "venue")
        }
    }
}
