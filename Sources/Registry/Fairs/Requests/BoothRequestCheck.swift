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

/// Asks the registry about requests of a file, row by row: whether those whom they name are there, and what the fair can give.
struct BoothRequestCheck {
    private let session: Session
    private let fair: FairRecord
    private let viewer: Viewer
    private let today: Day
    private let zones: Set<String>
    private let quotas: [BoothQuota]
    private let open: [BoothTenant: BoothRequestRecord]
    private let terms: FairTermsRecord?
    private var provinces: [String: Result<KnownUnit, Refusal>] = [:]
    /// Tenants of rows before, with their rows.
    private var seen: [BoothTenant: Place] = [:]

    /// - Parameter fair: held until commit.
    init(_ session: Session, _ fair: FairRecord, as viewer: Viewer, today: Day) throws {
        self.session = session
        self.fair = fair
        self.viewer = viewer
        self.today = today
        zones = Set(try session.booths(ofFair: fair.id).compactMap(\.booth.zone))
        quotas = try session.query(
            BoothQuotaRecord.select(today: today) + " WHERE q.fair_id = \(fair.id)", as: BoothQuotaRecord.self
        ).map(\.quota)
        terms = try session.latestTerms(ofFair: fair.id)
        let requests = try session.boothRequests(
            ofFair: fair.id, in: Set(BoothRequestState.allCases.filter(\.isOpen)))
        open = Dictionary(requests.map { ($0.tenant, $0) }) { first, _ in first }
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
        let name = try tenant.map(name) ?? ""
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

    private func name(of tenant: BoothTenant) throws -> String {
        guard let id = tenant.establishment else { return tenant.name ?? "" }
        return try session.establishment(id).name
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
                tenant = .establishment(try session.openEstablishment(reference, on: day))
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

    /// The province, if the viewer may file for it.
    private mutating func province(of request: BoothRequest, _ wrong: inout [Violation]) throws -> KnownUnit?
    {
        let key = request.province?.text ?? ""
        if provinces[key] == nil {
            do {
                let province = try request.province.map {
                    try session.requireUnit($0.text, on: fair.days.first)
                }
                try session.requireBooths(.boothRequest, fair: fair.id, province: province?.id, as: viewer)
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

extension Session {
    /// The number of the establishment that a file means; refused if it is not there, was merged into another, or is closed by the
    /// day.
    fileprivate func openEstablishment(_ reference: EstablishmentReference, on day: Day) throws -> Int64 {
        let condition: SQL =
            switch reference {
            case .id(let text): "establishment_id::text = \(text)"
            case .taxCode(let code): "tax_code = \(code.text)"
            case .externalID(let text): "external_id = \(text)"
            }
        let found = try first("SELECT establishment_id FROM establishment WHERE " + condition) {
            try $0(at: 0, as: Int64.self)
        }
        guard let id = found else {
            throw Refusal(
                Violation(
                    "unknown-establishment", vi: "không có cơ sở \(Text.quoted(reference.text))",
                    en: "there is no establishment \(Text.quoted(reference.text))"))
        }
        try requireOpenEstablishment(id, on: day)
        return id
    }
}

extension BoothRequest {
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

extension Refusal {
    fileprivate func at(_ place: Place) -> Refusal {
        let placed = violations.map { $0.at(place) }
        return Refusal(placed[0], Array(placed.dropFirst()))
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
