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

    /// The department of the ministry that holds regional rounds.
    public static func regional(on day: Day) -> Authority {
        Authority(
            name: regionalNames.last { $0.from.map { $0 <= day } ?? true }?.name ?? "",
            signatoryTitle: "CỤC TRƯỞNG")
    }

    public static let national = Authority(name: "Bộ Công Thương", signatoryTitle: "BỘ TRƯỞNG")

    /// The authority of a selection level; `unitFullName` is asked for below the regional level only.
    public static func of(_ level: SelectionLevel, unitFullName: String, on day: Day) -> Authority {
        switch level {
        case .commune, .district, .provincial: committee(ofUnit: unitFullName)
        case .regional: regional(on: day)
        case .national: national
        }
    }

    /// The names and their order are well attested; of the days of change only the years are (“about 2018”,
    /// “2025”). 1 January 2018 is therefore a choice. 1 March 2025 is when Decree 40/2025/NĐ-CP of 26
    /// February 2025 on the ministry's organisation came into force, from memory.
    private static let regionalNames: [(from: Day?, name: String)] = [
        (nil, "Cục Công nghiệp địa phương"),
        (Day(year: 2018, month: 1, day: 1), "Cục Công Thương địa phương"),
        (Day(year: 2025, month: 3, day: 1), "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"),
    ]
}
