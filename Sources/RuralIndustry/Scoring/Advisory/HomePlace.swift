/// Where somebody is at home among the units of one day, as far as it is known: the commune, and the province around it.
///
/// Units are told apart by their numbers. A judge may be known by the province alone.
public struct HomePlace: Hashable, Sendable {
    public let commune: Int64?
    public let province: Int64?

    public init(commune: Int64?, province: Int64?) {
        self.commune = commune
        self.province = province
    }
}

extension SelectionLevel {
    /// The units by which judges and entrants of a round are of one place: the communes of one province, else the provinces.
    ///
    /// Entrants of a commune's, a district's or a province's round all come from one province, those of a region or of the
    /// nation from many. Districts are no measure: they ended on 2025-06-30.
    public var affiliationUnit: UnitLevel {
        switch self {
        case .commune, .district, .provincial: .commune
        case .regional, .national: .province
        }
    }
}

extension AffiliationFigures {
    /// Whether a judge and an entrant of a round are of one place: of one commune in a round of a province or below it, of one
    /// province in a round above, by the units of the round's day. An entrant is where it produces.
    ///
    /// - Returns: nil where it is not known: one of them has no home, or only a province in which the other lies as well
    ///   where communes are compared.
    public static func isSame(judge: HomePlace?, entrant: HomePlace?, at level: SelectionLevel) -> Bool? {
        guard let judge, let entrant else { return nil }
        if level.affiliationUnit == .commune, let first = judge.commune, let second = entrant.commune {
            return first == second
        }
        guard let first = judge.province, let second = entrant.province else { return nil }
        if first != second { return false }
        return level.affiliationUnit == .province ? true : nil
    }
}
