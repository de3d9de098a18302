public import ArgumentParser
import Registry
public import RuralIndustry

extension FairState: ExpressibleByArgument {}
extension FundingSource: ExpressibleByArgument {}
extension FairKind: ExpressibleByArgument {}

extension Length: ExpressibleByArgument {
    public init?(argument: String) {
        guard let length = try? Length(argument) else { return nil }
        self = length
    }
}

extension VND: ExpressibleByArgument {
    public init?(argument: String) {
        guard let amount = try? VND(argument) else { return nil }
        self = amount
    }
}

/// A step that needs nothing but the fair.
struct FairStepOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "Số của hội chợ.") var id: Int64

    func run(_ step: (Registry, Int64, Workplace) async throws -> FairRecord) async throws {
        try await global.withRegistry { registry, place in
            try output.printer(place).single(try await step(registry, id, place))
        }
    }
}

/// Who is in a booth. A common booth's host is the department or promotion centre, or else the first named.
struct TenantOptions: ParsableArguments {
    @Option(help: "Số của cơ sở; nhiều cơ sở cùng gian thì ghi nhiều lần.") var establishment: [Int64] = []
    @Option(help: "Tên sở, ngành.") var department: [String] = []
    @Option(help: "Tên trung tâm khuyến công.") var centre: [String] = []
    @Option(help: "Tên nhà tài trợ.") var sponsor: [String] = []
    @Flag(help: "Gian hàng chung: đơn vị ghi đầu (sở, trung tâm) chủ trì, các đơn vị khác tham gia.")
    var common = false

    func tenants() throws -> BoothTenants {
        func named(_ names: [String], _ column: String) throws -> [String] {
            try names.map { name in
                do throws(Violation) {
                    return try Text.nonEmptyLine(name, limit: TextLimit.name)
                } catch {
                    throw Refusal(error.inColumn(column))
                }
            }
        }
        return try BoothTenants(
            try named(department, "department").map { .department($0) }
                + named(centre, "centre").map { .promotionCentre($0) }
                + named(sponsor, "sponsor").map { .sponsor($0) } + establishment.map { .establishment($0) },
            isCommon: common)
    }
}

/// What every act on an allocation takes.
struct AllocationOptions: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: ListOutputOptions
    @OptionGroup var dryRun: DryRunOption
    @Argument(help: "Số của lần giao gian hàng; cả nhóm giao cùng lúc đi cùng nhau.") var id: Int64

    func run(
        _ act: (Registry, Int64, Workplace, _ dryRun: Bool) async throws -> [BoothAllocationRecord]
    ) async throws {
        try await global.withRegistry { registry, place in
            try output.printer(place).list(try await act(registry, id, place, dryRun.dryRun))
        }
    }
}
