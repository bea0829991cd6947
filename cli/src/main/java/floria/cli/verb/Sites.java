package floria.cli.verb;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

import floria.cli.Exit;
import floria.cli.Surroundings;
import floria.cli.api.Json;
import floria.cli.screen.Style;
import floria.cli.screen.Table;
import floria.cli.screen.Texts;

/** Lists sites and what they offer. */
public final class Sites extends Verb {

    public Sites(Surroundings around) {
        super(around, "sites", "List the sites, what each offers, and which cannot be used now.");
        examples("floria sites", "floria sites --json | jq -r 'select(.fault).name'");
    }

    @Override
    Exit run() {
        List<JsonNode> sites = server().sites();
        if (json()) {
            sites.forEach(this::print);
            return Exit.OK;
        }
        Style style = screen().style();
        Table table = new Table("SITE", "KIND", "OFFER", "GIVES", "PER HOUR", "FREE");
        List<String> faults = new ArrayList<>();
        for (JsonNode site : sites) {
            String name = Texts.plain(Json.text(site, "name"));
            String first = style.bold(name);
            String kind = Json.text(site, "kind");
            for (JsonNode offer : site.path("offers").values()) {
                table.row(
                        first,
                        kind,
                        Json.text(offer, "id"),
                        String.join(", ", Json.texts(offer, "realises")),
                        price(offer),
                        Json.text(offer, "available"));
                first = "";
                kind = "";
            }
            if (site.path("offers").isEmpty()) {
                table.row(first, kind, style.faint("nothing now"), "", "", "");
            }
            fault(site.path("fault"))
                    .ifPresent(fault -> faults.add(style.yellow(name + ": ") + Texts.plain(fault)));
        }
        table.print(screen(), "");
        quotas(sites);
        faults.forEach(this::print);
        return Exit.OK;
    }

    /** The limits that hold for who asks; nothing where there are none. */
    private void quotas(List<JsonNode> sites) {
        Table table = new Table("SITE", "QUOTA OF", "OF", "USED", "RESERVED", "LIMIT");
        boolean any = false;
        for (JsonNode site : sites) {
            for (JsonNode quota : site.path("quotas").values()) {
                any = true;
                String resource = Json.text(quota, "resource");
                table.row(
                        Texts.plain(Json.text(site, "name")),
                        Texts.plain(Json.text(quota, "whose")),
                        resource,
                        amount(quota, "used", resource),
                        amount(quota, "reserved", resource),
                        amount(quota, "limit", resource));
            }
        }
        if (any) {
            print("");
            table.print(screen(), "");
        }
    }

    private static String amount(JsonNode quota, String field, String resource) {
        double number = quota.path(field).asDouble();
        return resource.equals("memory") || resource.equals("disk")
                ? plain(number / 1e9, 1) + " GB"
                : plain(number, 2);
    }

    private static String plain(double number, int digits) {
        return BigDecimal.valueOf(number)
                .setScale(digits, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static java.util.Optional<String> fault(JsonNode fault) {
        if (fault.isMissingNode() || fault.isNull()) {
            return java.util.Optional.empty();
        }
        return Json.optional(fault, "message").or(() -> java.util.Optional.of(Json.value(fault)));
    }

    private static String price(JsonNode offer) {
        BigDecimal price = Json.decimal(offer, "pricePerHour").orElse(BigDecimal.ZERO);
        return price.signum() == 0
                ? "free"
                : price.stripTrailingZeros().toPlainString() + " " + Json.text(offer, "currency");
    }
}
