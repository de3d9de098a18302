#!/usr/bin/env python3
"""Checks result bundles: computes every hash, fate, total, rank and eligibility again, from the marks and rules in the
file. Written from "Result bundle format" in README.md, not from the program that writes bundles; needs Python 3.8 only.

    deploy/verify_bundle.py FILE…                  status 0: everything holds; 1: what does not is listed; 2: usage
    deploy/verify_bundle.py --openssl DIR FILE     also writes what openssl needs for the signature into the folder DIR

It checks arithmetic and hashes. Whether the signature is the organiser's is for openssl and the organiser's published key.
"""
import base64, hashlib, json, sys
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

ABSENCES = {"absent", "recused", "not-applicable", "spoiled"}

def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

def sha256(data):
    return hashlib.sha256(data).hexdigest()

def rounded(number, decimals):
    """Half away from zero (nothing here is below zero); None rounds nowhere."""
    return number if None in (number, decimals) else Fraction(
        (2 * number.numerator * 10**decimals + number.denominator) // (2 * number.denominator), 10**decimals)

def fixed(number, decimals):
    digits = str(rounded(number, decimals) * 10**decimals).rjust(decimals + 1, "0")
    return digits[: len(digits) - decimals] + "." + digits[-decimals:] if decimals else digits

def exact(number):
    """A decimal if it terminates, else a fraction in lowest terms."""
    decimals = next((d for d in range(130) if 10**d % number.denominator == 0), None)
    return f"{number.numerator}/{number.denominator}" if decimals is None else fixed(number, decimals)

def lowest(node):
    return [leaf for child in node.get("children") or [] for leaf in lowest(child)] or [node["id"]]

class Rules:
    def __init__(self, rules):
        scoring = rules["scoring"]
        self.criteria, self.rubrics = [c["id"] for c in rules["criteria"]], rules.get("rubrics") or {}
        self.weights = {c["id"]: Fraction(str(c.get("weight") or 1)) for c in rules["criteria"]}
        stages = rules.get("stages") or [{"id": "result"}]
        combine = (rules.get("result") or {}).get("combine") or [{"stage": rules.get("result_stage") or stages[0]["id"], "weight": 1}]
        self.parts = {part["stage"]: Fraction(str(part["weight"])) for part in combine}
        self.gates = {s["id"]: (g["stage"], Fraction(str(g["at_least"]))) for s in stages for g in [s.get("requires")] if g}
        self.display = 2 if scoring.get("display") is None else scoring["display"]
        self.ties, self.within = scoring.get("ties") or [], scoring.get("rank_within") or "round"
        self.quorum = (scoring.get("quorum") or {}).get("judges_per_entry") or 0
        self.threshold = None if scoring.get("eligible_at_least") is None else Fraction(str(scoring["eligible_at_least"]))
        kinds = [next(k for k in ("sum", "mean", "median", "weight") if k in step) for step in scoring["pipeline"]]
        steps = dict(zip(kinds, scoring["pipeline"]))
        self.judging = "mean" if "mean" in steps else "median"
        self.judge, judges_at = steps[self.judging], kinds.index(self.judging)
        self.sums_first, self.sum_round = kinds.index("sum") < judges_at, steps["sum"].get("round")
        self.weighs = "weight" in steps and ("values" if kinds.index("weight") < judges_at else "combined")
        self.weight_round = steps.get("weight", {}).get("round")

    def leaves(self, group):
        """Criterion → its leaves."""
        rubric = self.rubrics.get(group if group in self.rubrics else "*") or []
        nodes = {node["criterion"]: node.get("children") or [] for node in rubric}
        return {c: [leaf for node in nodes.get(c, []) for leaf in lowest(node)] or [c] for c in self.criteria}

    def weighed(self, criterion, value, place):
        return rounded(value * self.weights[criterion], self.weight_round) if self.weighs == place else value

    def combined(self, values):
        """The judges' step; None if a trim leaves nothing."""
        low, high = [(len(values) - 1) // 2] * 2 if self.judging == "median" else self.judge.get("trim") or [0, 0]
        values = sorted(values)[low : max(low, len(values) - high)]
        return rounded(Fraction(sum(values), len(values)), self.judge.get("round")) if values else None

def staged(rules, stage, leaves, sheets, fates):
    """One entry's total of a stage, judges, values of criteria, why it has no total; fates are put in by place."""
    criterion, counted, shut = {leaf: c for c, group in leaves.items() for leaf in group}, [], None
    if stage in rules.gates:
        total, _, _, shut = staged(rules, rules.gates[stage][0], leaves, sheets, fates)
        shut = shut or (None if total >= rules.gates[stage][1] else "not-in-final-stage")
    for place, sheet in ((place, sheet) for place, sheet in sheets if sheet["stage"] == stage):
        marks = {leaf: Fraction(x) for leaf, x, _ in sheet["marks"] if x not in ABSENCES}
        whole = all(leaf in marks for leaf in criterion)
        values = {c: sum(marks[x] for x in group) for c, group in leaves.items() if all(x in marks for x in group)}
        why = "stage-not-reached" if shut else "conflict" if sheet.get("conflict") is True else None
        fates[place] = [why or ("counted" if whole else x if x in ABSENCES else "incomplete-sheet" if rules.sums_first else
                                "counted" if criterion[leaf] in values else "incomplete-criterion") for leaf, x, _ in sheet["marks"]]
        if not why and values and (whole or not rules.sums_first):
            counted.append(values)
    columns = {c: [v[c] for v in counted if c in v] for c in rules.criteria}
    if rules.sums_first:
        panels = {c: Fraction(sum(v), len(v)) if v else 0 for c, v in columns.items()}
        total = rules.combined([rounded(sum(rules.weighed(c, v[c], "values") for c in v), rules.sum_round) for v in counted])
    else:
        panels = {c: rules.combined(v) or 0 for c, v in columns.items()}
        results = {c: rules.combined([rules.weighed(c, x, "values") for x in v]) for c, v in columns.items()}
        added = None if None in results.values() else sum(rules.weighed(c, r, "combined") for c, r in results.items())
        total = rounded(added, rules.sum_round)
    why = shut or ("below-quorum" if len(counted) < rules.quorum else "too-few-marks" if total is None else None)
    return total, len(counted), panels, why

def tallied(rules, entry, sheets, fates):
    """The same of all stages that make the result together; a mark that counts in none of them has its fate too."""
    leaves, accepted = rules.leaves(entry["group"]), entry["state"] == "accepted"
    for place, sheet, last in sheets:
        fates[place] = ["superseded" if not last else "other-stage" if accepted else f"entry-{entry['state']}"] * len(sheet["marks"])
        if len({leaf for leaf, _, _ in sheet["marks"]} & {x for group in leaves.values() for x in group}) < len(sheet["marks"]):
            raise ValueError(f"a leaf twice, or an unknown one: {sheet}")
    live = [sheet[:2] for sheet in sheets if accepted and sheet[2]]
    made = [(w, staged(rules, stage, leaves, live, fates)) for stage, w in rules.parts.items()]
    why = next((part[3] for _, part in made if part[3]), None)
    panels = {c: sum(w * part[2][c] for w, part in made) for c in rules.criteria}
    return None if why else sum(w * part[0] for w, part in made), min(part[1] for _, part in made), panels, why

def lines(rules, entries, sheets, seed, fates):
    by_entry, results, keys = defaultdict(list), {}, defaultdict(list)
    for place, (sheet, after) in enumerate(zip(sheets, [*sheets[1:], {}])):
        by_entry[sheet["entry"]].append((place, sheet, any(sheet[k] != after.get(k) for k in ("entry", "stage", "judge"))))
    for entry, code in ((entry, entry["code"]) for entry in entries):
        total, _, panels, _ = results[code] = tallied(rules, entry, by_entry[code], fates)
        if total is not None:
            key = [-total] + [-panels[t.split(":", 1)[1]] for t in rules.ties if t.startswith("criterion:")]
            draw = sha256(seed.encode() + b"\0" + code.encode()) if "draw" in rules.ties and seed is not None else ""
            keys[rules.within == "group" and entry["group"]].append((key + [draw], code))
    ranks = {}
    for scope in map(sorted, keys.values()):
        for n, (key, code) in enumerate(scope):
            ranks[code] = ranks[scope[n - 1][1]] if n and scope[n - 1][0] == key else n + 1
    made = []
    for code in (entry["code"] for entry in entries if entry["state"] == "accepted"):
        total, judges, _, reason = results[code]
        made.append({
            "entry": code, "judges": judges, "reason": reason, "rank": ranks.get(code),
            "eligible": None if rules.threshold is None else total is not None and total >= rules.threshold,
            "total": None if reason else exact(total), "shown": None if reason else fixed(total, rules.display)})
    return sorted(made, key=lambda line: (line["rank"] is None, line["rank"] or 0, line["entry"].encode()))

def findings(data):
    bundle = json.loads(data)
    parts, manifest, signature = bundle["parts"], bundle["manifest"], bundle["signature"]
    rules, tally, marks, sheets = Rules(parts["rules"]), parts["tally"], parts["marks"], parts["marks"]["sheets"]
    hashes = {name: sha256(canonical(part)) for name, part in parts.items()}
    key_id = sha256(base64.b64decode(signature["public_key"], validate=True))[:16] if signature else None
    order, codes = [(s["entry"], s["stage"], s["judge"], s.get("version", 1)) for s in sheets], [e["code"] for e in parts["entries"]]
    fates = [[]] * len(order)  # stays so for sheets of unknown entries
    made = lines(rules, parts["entries"], sheets, tally["seed"], fates)
    counts = Counter(fate for sheet in fates for fate in sheet)
    now = {(s["entry"], s["stage"], s["judge"], leaf): content for s in sheets for leaf, content, _ in s["marks"]}
    acts, led = parts.get("corrections", []), True
    for *place, before, after, _ in (mark for act in acts[::-1] for mark in act["marks"]):
        led &= before != after == now.pop(tuple(place), None)  # undone from the last on, each finds what it left
        now.update({tuple(place): before} if before is not None else {})
    may_win = {line["entry"]: line["total"] is not None and line["eligible"] is not False for line in made}
    decided = parts.get("decision", {"lines": []})["lines"]
    checks = [
        (canonical(bundle) + b"\n" == data, "the file is not canonical JSON"),
        (set(bundle) == {"format", "manifest", "parts", "signature"} and set(manifest) == {"format", "parts", "sealed_on"}
         and bundle["format"] == "cnnt-result-bundle/1" == manifest["format"], "another format, or unexpected members"),
        (set(parts) - {"corrections", "decision"} == {"round", "rules", "entries", "roster", "marks", "tally"}, "other parts"),
        (hashes == manifest["parts"], f"the hashes of the parts are {hashes}"),
        (not signature or (signature["algorithm"], signature["key_id"]) == ("Ed25519", key_id), "the key's id is not its"),
        ({(*k[:3], k[3] - 1) for k in order if k[3] != 1} <= set(order), "a version of a sheet is missing"),
        (all(s["marks"] and type(s.get("version", 2)) is int and s.get("version") != 1 for s in sheets), "no sheet at all"),
        (all(a[0] < b[0] for s in sheets for a, b in zip(s["marks"], s["marks"][1:])), "marks are not in order, or twice"),
        (order == sorted(set(order)) and codes == sorted(set(codes)), "sheets or entries are not in order, or twice"),
        ([[mark[2] for mark in s["marks"]] for s in sheets] == fates, "the fates of marks differ"),
        ([*map(marks.get, ("submitted", "counted", "excluded"))] == [sum(counts.values()), counts.pop("counted", 0), counts], "marks: counts"),
        (led and all(act["version"] == n and act["marks"] for n, act in enumerate(acts, 2)), "corrections do not lead to the marks"),
        (tally["stage"] == "+".join(rules.parts) and len(made) == len(tally["lines"]), "tally: another stage or number of lines"),
        *((ours == theirs, f"tally: computed {ours}, stated {theirs}") for ours, theirs in zip(made, tally["lines"])),
        (not decided or [d["entry"] for d in decided] == sorted(may_win, key=str.encode), "decision: not one line an entry"),
        *((not d["recognised"] or may_win.get(d["entry"]), f"decision: {d['entry']} is not eligible") for d in decided)]
    return bundle, [what for right, what in checks if not right]

def main(arguments):
    folder = arguments[1] if arguments[:1] == ["--openssl"] and len(arguments) == 3 else None
    files, status = arguments[2:] if folder else arguments, 0
    if not files or files[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    for name in files:
        try:
            bundle, found = findings(Path(name).read_bytes())
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError) as error:
            bundle, found = None, [f"unreadable: {error!r}"]
        status = 1 if found else status
        for what in found or [f"all {len(bundle['parts'])} hashes and all totals, ranks and fates hold"]:
            print(f"{name}: {what}")
        if not found and folder and bundle["signature"]:
            key, value = (base64.b64decode(bundle["signature"][name]) for name in ("public_key", "value"))
            pem = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + key)
            for name, content in (("manifest.json", canonical(bundle["manifest"])), ("signature.bin", value), (
                    "key.pem", b"-----BEGIN PUBLIC KEY-----\n" + pem + b"\n-----END PUBLIC KEY-----\n")):
                Path(folder, name).write_bytes(content)
            print(f"key {bundle['signature']['key_id']}; is it the published one? then: openssl pkeyutl -verify -rawin -pubin "
                  f"-inkey {folder}/key.pem -in {folder}/manifest.json -sigfile {folder}/signature.bin")
    return status

sys.exit(main(sys.argv[1:]))
