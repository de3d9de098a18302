/// The figures by which an enterprise is small or medium. Nil: not registered.
public struct EnterpriseSize: Hashable, Sendable {
    /// Persons, taken as the year's mean of those with social insurance, which is what the law counts.
    public var labour: Int?
    /// VND.
    public var capital: Int64?
    /// VND of a year.
    public var revenue: Int64?

    public init(labour: Int? = nil, capital: Int64? = nil, revenue: Int64? = nil) {
        self.labour = labour
        self.capital = capital
        self.revenue = revenue
    }

    static let mostLabour = 200
    static let mostCapital: Int64 = 100_000_000_000
    static let mostRevenue: Int64 = 200_000_000_000
    /// The first day of NĐ 39/2018/NĐ-CP.
    static let laterTest = Day(year: 2018, month: 3, day: 11)

    /// Whether it is at most a medium enterprise of industry and construction.
    ///
    /// NĐ 80/2021/NĐ-CP Đ5, and from 11 March 2018 NĐ 39/2018/NĐ-CP Đ6: at most 200 persons, and revenue of at most 200 or
    /// capital of at most 100 billion VND. Before that NĐ 56/2009/NĐ-CP Đ3: capital of at most 100 billion VND, which had
    /// precedence over the number of persons. All three cited from memory: no text of them was at hand.
    func test(on day: Day) -> EligibilityReason {
        guard let later = Self.laterTest, day >= later else {
            return capital.map { $0 <= Self.mostCapital ? .sizeCapitalSmall : .sizeCapitalLarge }
                ?? .sizeCapitalMissing
        }
        if let labour, labour > Self.mostLabour { return .sizeTooManyPersons }
        let isWithin = [
            revenue.map { $0 <= Self.mostRevenue }, capital.map { $0 <= Self.mostCapital },
        ]
        if isWithin == [false, false] { return .sizeTooMuchMoney }
        if labour == nil { return .sizeLabourMissing }
        return isWithin.contains(true) ? .sizeSmallOrMedium : .sizeMoneyMissing
    }
}
