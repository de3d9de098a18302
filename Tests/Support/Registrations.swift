public import Registry
public import RuralIndustry

extension TestRegistry {
    /// Sends an establishment's own registration.
    ///
    /// - Parameters:
    ///   - more: other columns of the establishment by their names in files.
    ///   - network: where it comes from.
    @discardableResult
    public func registration(
        name: String = "Gốm Tự Đăng Ký", commune: String = "05503", login: String = "gom.moi",
        phone: String = "0912000111", at day: Day, network: String = "192.0.2.1",
        _ more: [String: String] = [:]
    ) async throws -> FiledRegistration {
        var fields = try Fields<EstablishmentColumn>(named: more)
        fields[.name] = name
        fields[.legalForm] = fields[.legalForm] ?? "household"
        fields[.communeCode] = commune
        return try await registry.fileRegistration(
            fields,
            by: Fields(named: ["applicant_name": "Người Gửi", "applicant_phone": phone, "login": login]),
            from: RequestOrigin(network: network, agent: "thử"), at: day.atNoon)
    }
}

extension Day {
    /// Noon in Viet Nam.
    public var atNoon: Instant {
        Instant(microsecondsSince1970: (Int64(daysSince2000 + 10_957) * 86_400 + 5 * 3_600) * 1_000_000)
    }
}
