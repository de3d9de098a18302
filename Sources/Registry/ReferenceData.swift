import FoundationEssentials
import RuralIndustry

extension Registry {
    /// Loads what ships with the program: provinces with their lineage and regions, the names of authorities, the national
    /// regulations, and the funding rules and ceilings of rewards that are verified. Loading it again changes nothing, and takes
    /// back nothing that others have written since.
    public func loadReferenceData(from sqlDirectory: String) async throws {
        let reference = sqlDirectory + "/reference"
        let units = try RecordFile<UnitColumn>.read(path: reference + "/provinces.csv")
        let lineage = try RecordFile<LineageColumn>.read(path: reference + "/province-lineage.csv")
        let regions = try RecordFile<RegionColumn>.read(path: reference + "/regions.csv")
        let authorities = try RecordFile<AuthorityColumn>.read(path: reference + "/authorities.csv")
        try await importShippedUnits(
            UnitFacts(
                units: try units.parsed { (row, notation) throws(Refusal) in
                    try UnitRecord.parse(row.fields, notation)
                },
                lineage: try lineage.parsed { (row, notation) throws(Refusal) in
                    try LineageEdge.parse(row.fields, notation)
                },
                regions: try regions.parsed { (row, notation) throws(Refusal) in
                    try RegionMember.parse(row.fields, notation)
                },
                authorities: try authorities.parsed { (row, notation) throws(Refusal) in
                    try AuthorityName.parse(row.fields, notation)
                }))
        let funding = try RecordFile<FundingRuleColumn>.read(path: reference + "/funding.csv")
        try await importShippedFundingRules(
            try funding.parsed { (row, notation) throws(Refusal) in
                try FundingRule.parse(row.fields, notation)
            }.map(\.value))
        let folder = sqlDirectory + "/regulations"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(".json")
        }
        for name in names.sorted() {
            let text = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
            _ = try await importRegulation(try RegulationLayer(parsing: Array(text)), as: .program)
        }
        let rewards = try RecordFile<RewardCeilingColumn>.read(path: reference + "/reward-ceilings.csv")
        try await importShippedRewardCeilings(
            try rewards.parsed { (row, notation) throws(Refusal) in
                try RewardCeiling.parse(row.fields, notation)
            })
    }
}
