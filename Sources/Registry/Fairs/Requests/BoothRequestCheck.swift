import Postgres
import RuralIndustry

/// A request that was read from a file and can be filed.
struct CheckedBoothRequest {
    let request: BoothRequest
    let tenant: BoothTenant
    let name: String
    let province: KnownUnit?
    let days: FairDays
    /// The same request, which is open already.
    let known: BoothRequestRecord?
}

/// Holds requests of a file against the registry: whether those whom they name are there, and what the fair can give.
struct BoothRequestCheck {
    private let session: Session
    private let fair: FairRecord
    private let viewer: Viewer
    private let today: Day
    private let isOwn: Bool
    private let zones: Set<String>
    private let quotas: [BoothQuota]
    private let open: [BoothTenant: BoothRequestRecord]
    private let terms: FairTermsRecord?
    private let establishments: [EstablishmentReference: MeantEstablishment]
    /// Those of them that no booth may be given.
    private let unfit: Set<Int64>
    private var provinces: [String: Result<KnownUnit, Refusal>] = [:]
    /// Tenants of rows before, with their rows.
    private var seen: [BoothTenant: Place] = [:]

    /// - Parameters:
    ///   - fair: held until commit.
    ///   - requests: all that will be checked.
    ///   - isOwn: an establishment asks for itself, for which the province that it lies in need not be the viewer's.
    init(
        _ session: Session, _ fair: FairRecord, _ requests: [BoothRequest], as viewer: Viewer, today: Day,
        isOwn: Bool = false
    ) throws {
        self.session = session
        self.fair = fair
        self.viewer = viewer
        self.today = today
        self.isOwn = isOwn
        zones = Set(try session.booths(ofFair: fair.id).compactMap(\.booth.zone))
        quotas = try session.query(
            BoothQuotaRecord.select(today: today) + " WHERE q.fair_id = \(fair.id)", as: BoothQuotaRecord.self
        ).map(\.quota)
        terms = try session.latestTerms(ofFair: fair.id)
        establishments = try session.establishments(meantBy: Set(requests.compactMap(\.establishment)))
        unfit = try session.unfitEstablishments(
            establishments.values.map { (id: $0.id, from: fair.days.first) })
        let known = try session.boothRequests(
            ofFair: fair.id, in: Set(BoothRequestState.allCases.filter(\.isOpen)))
        open = Dictionary(known.map { ($0.tenant, $0) }) { first, _ in first }
    }

    /// The row as it can be filed, or everything that is wrong with it.
    mutating func check(_ row: Located<BoothRequest>) throws -> Result<CheckedBoothRequest, Refusal> {
        var wrong: [Violation] = []
        let request = row.value
        let days = self.days(of: request, &wrong)
        let tenant = try self.tenant(of: row, on: fair.days.first, &wrong)
        let province = try self.province(of: request, &wrong)
        wrong += zonesUnknown(to: request)
        wrong += limits(of: request, province)
        let name = request.establishment.flatMap { establishments[$0]?.name } ?? tenant?.name ?? ""
        let known = tenant.flatMap { open[$0] }
        guard wrong.isEmpty, let tenant, let days else {
            return .failure(Refusal(wrong[0], Array(wrong.dropFirst())).at(row.place))
        }
        if let known, !known.isSame(as: request, province, days) {
            return .failure(Refusal(.requestOpen(known)).at(row.place))
        }
        return .success(
            CheckedBoothRequest(
                request: request, tenant: tenant, name: name, province: province, days: days, known: known))
    }

    private func days(of request: BoothRequest, _ wrong: inout [Violation]) -> FairDays? {
        if request.filedOn > today || request.filedOn > fair.days.last {
            let limit = min(today, fair.days.last)
            wrong.append(
                Violation(
                    "booth-request-filed-on",
                    vi:
                        "ngày nộp \(request.filedOn.vietnamese) phải không sau \(limit.vietnamese) (hôm nay, ngày bế mạc)",
                    en:
                        "filed on \(request.filedOn.iso): it must not be after \(limit.iso) (today, the last day)",
                    at: Place(column: BoothRequestColumn.filedOn.name)))
        }
        if let until = terms?.requestsUntil, request.filedOn > until {
            wrong.append(
                Violation(
                    "booth-request-late", vi: "hội chợ chỉ nhận đăng ký đến hết ngày \(until.vietnamese)",
                    en: "requests were taken until \(until.iso) only",
                    at: Place(column: BoothRequestColumn.filedOn.name)))
        }
        do throws(Violation) {
            let days = try FairDays(
                first: request.from ?? fair.days.first, last: request.to ?? fair.days.last)
            if fair.days.contains(days) { return days }
            let column: BoothRequestColumn = days.first < fair.days.first ? .from : .to
            wrong.append(
                Violation(
                    "booth-days",
                    vi: "\(days.text.vi) không nằm trong thời gian hội chợ (\(fair.days.text.vi))",
                    en: "\(days.text.en) is not within the days of the fair (\(fair.days.text.en))",
                    at: Place(column: column.name)))
        } catch {
            wrong.append(error.inColumn(BoothRequestColumn.to.name))
        }
        return nil
    }

    private mutating func tenant(
        of row: Located<BoothRequest>, on day: Day, _ wrong: inout [Violation]
    ) throws -> BoothTenant? {
        let tenant: BoothTenant
        switch row.value.tenant {
        case .named(let named): tenant = named
        case .establishment(let reference):
            do {
                tenant = .establishment(try openEstablishment(reference, on: day))
            } catch let refusal as Refusal {
                wrong += refusal.violations.map { $0.inColumn(reference.column.name) }
                return nil
            }
        }
        if let first = seen[tenant] {
            let line = first.row
            wrong.append(
                Violation(
                    "booth-request-twice",
                    vi: "đơn vị này đã có đăng ký" + (line.map { " ở dòng \($0)" } ?? " trong tệp"),
                    en: "this tenant has a request" + (line.map { " in row \($0)" } ?? " in the file"),
                    at: Place(column: row.value.tenantColumn.name)))
        } else {
            seen[tenant] = row.place
        }
        return tenant
    }

    /// The number of the establishment that a file means; refused if it is not there, was merged into another, or is closed by the
    /// day.
    private func openEstablishment(_ reference: EstablishmentReference, on day: Day) throws -> Int64 {
        guard let id = establishments[reference]?.id else {
            throw Refusal(
                Violation(
                    "unknown-establishment", vi: "không có cơ sở \(Text.quoted(reference.text))",
                    en: "there is no establishment \(Text.quoted(reference.text))"))
        }
        if unfit.contains(id) { try session.requireOpenEstablishment(id, on: day) }
        return id
    }

    /// The province, if the viewer may file for it.
    private mutating func province(of request: BoothRequest, _ wrong: inout [Violation]) throws -> KnownUnit?
    {
        let key = request.province?.text ?? ""
        if provinces[key] == nil {
            do {
                let province = try request.province.map {
                    try session.requireUnit($0.text, on: fair.days.first)
                }
                if !isOwn {
                    try session.requireBooths(
                        .boothRequest, fair: fair.id, province: province?.id, as: viewer)
                }
                provinces[key] = province.map { .success($0) }
            } catch let refusal as Refusal {
                provinces[key] = .failure(refusal)
            }
        }
        switch provinces[key] {
        case .some(.success(let province)): return province
        case .some(.failure(let refusal)):
            wrong += refusal.violations.map { $0.inColumn(BoothRequestColumn.province.name) }
            return nil
        case .none: return nil
        }
    }

    private func zonesUnknown(to request: BoothRequest) -> [Violation] {
        request.zones.filter { !zones.contains($0) }.map { zone in
            let known = zones.sorted().joined(separator: ", ")
            return Violation(
                "unknown-zone",
                vi: "sơ đồ không có khu \(Text.quoted(zone))" + (known.isEmpty ? "" : "; các khu: \(known)"),
                en: "the plan has no zone \(Text.quoted(zone))"
                    + (known.isEmpty ? "" : "; its zones: \(known)"),
                at: Place(column: BoothRequestColumn.zones.name))
        }
    }

    /// What no sharing out could give: booths that no quota covers, or more than one that does holds.
    private func limits(of request: BoothRequest, _ province: KnownUnit?) -> [Violation] {
        guard let province, !quotas.isEmpty else { return [] }
        let covering = quotas.filter {
            $0.scope.covers(province: province.record.code, group: request.group, funds: request.funds)
        }
        if covering.isEmpty { return [.noQuota(province, column: BoothRequestColumn.province.name)] }
        return covering.filter { $0.booths < request.booths }.map {
            Violation(
                "booth-request-beyond-quota",
                vi: "xin \(request.booths) gian hàng trong khi \($0.what.vi) là \($0.booths)",
                en: "\(request.booths) booths are asked for, and \($0.what.en) is \($0.booths)",
                at: Place(column: BoothRequestColumn.booths.name))
        }
    }
}

/// An establishment that a reference means.
private struct MeantEstablishment {
    let id: Int64
    let name: String
}

extension Session {
    /// The establishments that references mean, all in one question; those that are not there are left out.
    fileprivate func establishments(
        meantBy references: Set<EstablishmentReference>
    ) throws -> [EstablishmentReference: MeantEstablishment] {
        var (ids, codes, externals): ([Int64], [String], [String]) = ([], [], [])
        for reference in references {
            switch reference {
            case .id(let text): if let id = Int64(text) { ids.append(id) }
            case .taxCode(let code): codes.append(code.text)
            case .externalID(let text): externals.append(text)
            }
        }
        let found = try query(
            """
            SELECT 0 AS kind, e.establishment_id::text AS text, e.establishment_id, e.name FROM establishment e
            WHERE e.establishment_id = ANY (\(ids))
            UNION ALL
            SELECT 1, e.tax_code, e.establishment_id, e.name FROM establishment e WHERE e.tax_code = ANY (\(codes))
            UNION ALL
            SELECT 2, e.external_id, e.establishment_id, e.name FROM establishment e WHERE e.external_id = ANY (\(externals))
            """
        ) { row in
            (
                key: [try row("kind", as: Int.self).description, try row("text", as: String.self)],
                meant: MeantEstablishment(id: try row("establishment_id"), name: try row("name"))
            )
        }
        let byKey = Dictionary(found.map { ($0.key, $0.meant) }) { first, _ in first }
        return Dictionary(uniqueKeysWithValues: references.map { ($0, byKey[$0.key]) }).compactMapValues(
            \.self)
    }
}

extension EstablishmentReference {
    /// Kind and text, as the question for all answers.
    fileprivate var key: [String] {
        switch self {
        case .id(let text): ["0", text]
        case .taxCode(let code): ["1", code.text]
        case .externalID(let text): ["2", text]
        }
    }
}

extension BoothRequest {
    fileprivate var establishment: EstablishmentReference? {
        if case .establishment(let reference) = tenant { reference } else { nil }
    }

    fileprivate var tenantColumn: BoothRequestColumn {
        switch tenant {
        case .named: .tenantName
        case .establishment(.id): .establishmentID
        case .establishment(.taxCode): .establishmentTaxCode
        case .establishment(.externalID): .establishmentExternalID
        }
    }
}

extension BoothRequestRecord {
    /// True if a file's row asks for just what this request does.
    fileprivate func isSame(as request: BoothRequest, _ province: KnownUnit?, _ days: FairDays) -> Bool {
        provinceUnitID == province?.id && booths == request.booths && isAdjacent == request.isAdjacent
            && zones == request.zones && takesOtherZones == request.takesOtherZones
            && productGroup == request.group && funds == request.funds && self.days == days
            && filedOn == request.filedOn
    }
}

extension Violation {
    fileprivate static func requestOpen(_ known: BoothRequestRecord) -> Violation {
        Violation(
            "booth-request-twice",
            vi:
                "\(known.tenantName) đã có đăng ký số \(known.id) (\(known.state.name.vi)); hãy rút đăng ký đó trước",
            en:
                "\(known.tenantName) has request \(known.id) already (\(known.state.name.en)); withdraw it first",
            at: Place(column: BoothRequestColumn.booths.name))
    }
}
