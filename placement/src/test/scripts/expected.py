#!/usr/bin/env python3
"""Works out by itself what the placements of requests.csv and data.csv are on the price lists of three clouds.

    expected.py LISTS            compares; ends with 1 where something differs
    expected.py LISTS --write    writes what it found into the two files

LISTS is a folder with aws.csv, azure.csv, gcp.csv and inter-region-egress-usd-per-gb.csv. It looks at every offer and
takes the cheapest, of equal prices the one with the fewest and smallest GPUs, then the fewest CPUs, then the least memory.
"""
import csv
import pathlib
import sys
from decimal import Decimal

# What the makers publish: gigabytes of one GPU, compute capability where it has one.
FACTS = {
    "A10": (24, 8.6), "A10G": (24, 8.6), "A100": (40, 8.0), "A100-80GB": (80, 8.0), "B200": (180, 10.0),
    "B300": (288, 10.3), "H100": (80, 9.0), "H100-MEGA": (80, 9.0), "H100-NVL": (94, 9.0), "H200": (141, 9.0),
    "L4": (24, 8.9), "L40S": (48, 8.9), "M60": (8, 5.2), "MI300X": (192, None), "Radeon-Pro-V520": (8, None),
    "RTXPRO4500": (32, 12.0), "RTXPRO6000": (96, 12.0), "T4": (16, 7.5), "T4g": (16, 7.5), "V100": (16, 7.0),
    "V100-32GB": (32, 7.0),
}
# Which names in the lists a request's name stands for, where it is not the same name alone.
MEANT = {
    "A100": {"A100", "A100-80GB"}, "A100-40GB": {"A100"}, "H100": {"H100", "H100-MEGA", "H100-NVL"},
    "V100": {"V100", "V100-32GB"},
}
NO_GPU = ("Inferentia", "Trainium")
HERE = pathlib.Path(__file__).parent.parent / "resources" / "floria" / "placement"


def offers(lists):
    for order, cloud in enumerate(("aws", "azure", "gcp")):
        with open(lists / f"{cloud}.csv", encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                if not (row["vCPUs"] and row["MemoryGiB"] and row["Price"]) or Decimal(row["Price"]) <= 0:
                    continue
                name = row["AcceleratorName"]
                listed = float(row["AcceleratorCount"] or 1)
                memory = float(row["AcceleratorMemoryGiB"] or 0)
                whole, capability = FACTS.get(name, (memory, None))
                if name == "V100" and memory == 32:
                    name, whole = "V100-32GB", 32
                share = 1.0
                if name and listed < 1:
                    share = listed if listed > 0 else min(1.0, memory * 1.073741824 / whole)
                yield {
                    "order": order, "name": row["InstanceType"], "price": Decimal(row["Price"]),
                    "region": f"{row['Cloud']}:{row['Region']}", "cpus": float(row["vCPUs"]),
                    "ram": float(row["MemoryGiB"]) * 1.073741824, "arch": row["Arch"], "gpu": name,
                    "count": max(1, int(listed)) if name else 0, "share": share, "memory": whole * share,
                    "capability": capability,
                }


def fits(request, offer):
    if offer["cpus"] < float(request.get("Cpus") or 0) or offer["ram"] < float(request.get("Ram") or 0):
        return False
    wanted = {"amd64": "x86_64"}.get(request.get("Arch"), request.get("Arch"))
    if wanted and offer["arch"] and {"amd64": "x86_64"}.get(offer["arch"], offer["arch"]) != wanted:
        return False
    if not request["Gpus"]:
        return True
    model, _, count = request["Gpus"].rpartition(":")
    if offer["count"] < int(count):
        return False
    if model and offer["gpu"] not in MEANT.get(model, {model}):
        return False
    if not model and offer["gpu"].startswith(NO_GPU):
        return False
    if offer["share"] < float(request.get("Share") or 1) or offer["memory"] < float(request.get("Memory") or 0):
        return False
    least = request.get("Capability")
    # A capability of that form is NVIDIA's; AMD has other names for its own.
    return not least or (offer["capability"] is not None and offer["capability"] >= float(least))


def size(offer):
    return offer["count"], offer["memory"], offer["cpus"], offer["ram"], offer["order"]


def egress(lists):
    with open(lists / "inter-region-egress-usd-per-gb.csv", encoding="utf-8") as rows:
        return {(row["Source"], row["Destination"]): Decimal(row["UsdPerGB"]) for row in csv.DictReader(rows)}


def region(place):
    return place[:-2] if place[-2] == "-" and place[-1].isalpha() else place


def rows(name):
    with open(HERE / name, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def same(one, other):
    return one["Offer"] == other["Offer"] and Decimal(one[list(one)[-1]]) == Decimal(other[list(other)[-1]])


def main():
    lists = pathlib.Path(sys.argv[1])
    everything = list(offers(lists))
    prices = egress(lists)
    different = False
    for name in ("requests.csv", "data.csv"):
        found = []
        for row in rows(name):
            fitting = [offer for offer in everything if fits(row, offer)]
            if name == "requests.csv":
                best = min(fitting, key=lambda offer: (offer["price"], size(offer)))
                answer = row | {"Offer": best["name"], "Price": str(best["price"])}
            else:
                def total(offer):
                    move = Decimal(0)
                    if row["Egress"] == "true" and offer["region"] != row["Place"]:
                        pair = (region(row["Place"]), region(offer["region"]))
                        dearest = max((price for (source, _), price in prices.items() if source == pair[0]), default=Decimal("0.12"))
                        move = prices.get(pair, dearest) * 1000
                    return offer["price"] * int(row["Hours"]) + move

                best = min(fitting, key=lambda offer: (total(offer), size(offer)))
                answer = row | {"Offer": best["name"], "Total": str(total(best).normalize())}
            if not same(answer, row):
                different = True
                print(f"{name}: {row} should be {answer['Offer']} {answer[list(answer)[-1]]}")
            found.append(answer)
        if "--write" in sys.argv:
            with open(HERE / name, "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, fieldnames=list(found[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(found)
    sys.exit(1 if different else 0)


main()
