package floria.cli.verb;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.screen.Table;
import floria.cli.screen.Texts;

/** Lists offers that have what is asked for, without any template. */
public final class Offers extends Verb {
    private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1_000_000_000L);

    private final Supplier<Optional<String>> gpu;
    private final Supplier<Optional<String>> gpuMemory;
    private final Supplier<Optional<String>> cpus;
    private final Supplier<Optional<String>> memory;
    private final Supplier<Optional<String>> region;
    private final Supplier<Boolean> preemptible;
    private final Supplier<Optional<String>> limit;

    public Offers(Surroundings around) {
        super(around, "offers", "List what can be had at the sites, the cheapest first.");
        explain("Where nothing does, it says what to ask for instead.");
        gpu =
                option(
                        "GPUS",
                        "Models or families and how many: A100:2, H100,H200:1, or a number alone.",
                        "--gpu");
        gpuMemory = option("GB", "Memory of each GPU, at least.", "--gpu-memory");
        cpus = option("N", "CPUs, at least.", "--cpus");
        memory = option("GB", "Memory, at least.", "--memory");
        region = option("REGION", "Only there, such as aws:eu-west-1.", "--region");
        preemptible = flag("Also what the site may take back at any time.", "--preemptible");
        limit = option("N", "How many; 20 if left out.", "--limit");
        examples(
                "floria offers --gpu A100:1",
                "floria offers --cpus 8 --memory 32",
                "floria offers --gpu 1 --gpu-memory 40 --json | jq -r .offer.id");
    }

    @Override
    Exit run() {
        Map<String, String> query = new LinkedHashMap<>();
        gpu.get().ifPresent(text -> query.put("gpu", text));
        gpuMemory.get().ifPresent(text -> query.put("gpuMemory", text));
        cpus.get().ifPresent(text -> query.put("cpus", text));
        memory.get().ifPresent(text -> query.put("memory", text));
        region.get().ifPresent(text -> query.put("region", text));
        limit.get().ifPresent(text -> query.put("limit", text));
        if (preemptible.get()) {
            query.put("preemptible", "true");
        }
        JsonNode page = server().offers(query);
        if (json()) {
            page.path("items").values().forEach(this::print);
            return Exit.OK;
        }
        Style style = screen().style();
        if (page.path("items").isEmpty()) {
            print("No site offers that.");
            Json.texts(page, "nearest").forEach(text -> print("  " + Texts.plain(text)));
            notes(page, style);
            return Exit.OK;
        }
        Table table =
                new Table(
                        "SITE",
                        "OFFER",
                        "REGION",
                        "CPUS",
                        "MEMORY",
                        "GPUS",
                        "PER HOUR",
                        "EXPECTED");
        for (JsonNode item : page.path("items").values()) {
            JsonNode offer = item.path("offer");
            table.row(
                    style.cyan(Json.text(item, "site")),
                    Json.text(offer, "id"),
                    Json.text(offer, "region"),
                    Json.text(offer, "cpus"),
                    gigabytes(offer),
                    gpus(offer),
                    price(item),
                    style.faint(PlanView.expected(item.path("experience"))));
        }
        table.print(screen(), "");
        notes(page, style);
        return Exit.OK;
    }

    private void notes(JsonNode page, Style style) {
        Json.texts(page, "notes").forEach(note -> print(style.yellow(Texts.plain(note))));
    }

    private static String gigabytes(JsonNode offer) {
        return Json.decimal(offer, "memoryBytes")
                .map(bytes ->
                        bytes.divide(GIGABYTE, 1, java.math.RoundingMode.HALF_UP)
                                        .stripTrailingZeros()
                                        .toPlainString()
                                + " GB")
                .orElse("");
    }

    private static String gpus(JsonNode offer) {
        String count = Json.text(offer, "gpus");
        return count.isEmpty() || count.equals("0")
                ? ""
                : count + " × " + Json.optional(offer, "gpuModel").orElse("GPU");
    }

    private static String price(JsonNode item) {
        BigDecimal price = Json.decimal(item, "pricePerHour").orElse(BigDecimal.ZERO);
        return price.signum() == 0
                ? "free"
                : price.stripTrailingZeros().toPlainString() + " " + Json.text(item, "currency");
    }
}
