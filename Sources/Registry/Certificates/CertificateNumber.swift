import RuralIndustry

/// The printed series that a certificate is numbered in. The whole printed string is unique in the nation, so a number is
/// counted by what is printed and never by which unit stands behind a code.
struct CertificateSeries: Hashable, Sendable {
    /// The authority's register: `T19` a province, `H164` a district, `X05503` a commune, `KV-B` `KV-T` `KV-N` a region,
    /// `QG` the nation.
    let register: String
    let series = "CNNT"
    let year: Int

    init(level: SelectionLevel, organiserCode: String, year: Int) {
        self.year = year
        register =
            switch level {
            case .commune: "X\(organiserCode)"
            case .district: "H\(organiserCode)"
            case .provincial: "T\(organiserCode)"
            case .regional:
                ["north": "KV-B", "central": "KV-T", "south": "KV-N"][organiserCode] ?? "KV-\(organiserCode)"
            case .national: "QG"
            }
    }

    /// `0007/2023/CNNT-T19`.
    func number(_ serial: Int) -> String {
        let digits = String(serial)
        return
            "\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)/\(year)/\(series)-\(register)"
    }
}
