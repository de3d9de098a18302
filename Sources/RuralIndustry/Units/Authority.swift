/// Who recognises products at a level: its name on a day and the title under which its head signs (TT 26/2014
/// Đ8, Đ17).
public struct Authority: Hashable, Sendable {
    /// `Ủy ban nhân dân tỉnh Thái Nguyên`
    public let name: String
    /// `CHỦ TỊCH`; a decision may name another capacity (KT., TL., TUQ.).
    public let signatoryTitle: String

    public init(name: String, signatoryTitle: String) {
        self.name = name
        self.signatoryTitle = signatoryTitle
    }

    /// The people's committee of a province, district or commune, from the unit's full name on the day of the
    /// act.
    public static func committee(ofUnit fullName: String) -> Authority {
        // `Tỉnh Thái Nguyên` is written `tỉnh Thái Nguyên` inside a name.
        let inside = fullName.prefix(1).lowercased() + fullName.dropFirst()
        return Authority(name: "Ủy ban nhân dân \(inside)", signatoryTitle: "CHỦ TỊCH")
    }

    /// The authority of the regional or national level by its name of a day, out of all names that are known.
    ///
    /// Violation: `authority-unknown`, if none is known for the day.
    public static func of(
        _ level: SelectionLevel, on day: Day, named names: [AuthorityName]
    ) throws(Violation) -> Authority {
        if let name = names.first(where: { $0.level == level && $0.validity.contains(day) }) {
            return name.authority
        }
        throw Violation(
            "authority-unknown",
            vi:
                "chưa có tên cơ quan \(level.name.vi) vào ngày \(day.vietnamese); nhập bằng `cnnt unit import … --authorities`",
            en:
                "no name is known of the authority of the \(level.name.en) on \(day.iso); import it with `cnnt unit import … --authorities`"
        )
    }
}
