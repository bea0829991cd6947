package floria.server.configuration;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import floria.engine.market.SiteTerms;
import floria.engine.market.SiteTerms.Limit;
import floria.engine.market.SiteTerms.Whose;
import floria.engine.market.Terms;
import floria.placement.Quota;
import floria.placement.catalogue.Csv;
import floria.placement.catalogue.PriceList;
import floria.placement.catalogue.Prices;
import floria.placement.catalogue.PublicPrices;
import floria.placement.data.RouteTable;
import floria.placement.data.Routes;
import floria.placement.hardware.GpuTable;
import floria.site.Offer;

/**
 * The conditions in {@code sites.yaml} under which sites may be used: their texts as what they
 * mean. Paths are relative to the server's folder.
 */
final class Conditions {
    private static final Pattern QUOTA =
            Pattern.compile(
                    "(site|group|project|user)(?: (\\S+))? (machines|cpus|memory|disk|gpus)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) ([A-Z]{3})");
    private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1_000_000_000L);

    private final Path folder;

    Conditions(Path folder) {
        this.folder = folder;
    }

    /**
     * @param groups of projects, whose names stand for all of theirs
     */
    static SiteTerms of(SiteEntry entry, Map<String, Set<String>> groups) {
        return new SiteTerms(
                entry.text("country").map(code -> code.toUpperCase(Locale.ROOT)),
                entry.text("region"),
                names(entry.text("certifications").orElse("")),
                projects(names(entry.text("projects").orElse("")), groups),
                agreements(entry.map("agreements")).stream()
                        .map(one ->
                                new SiteTerms.Agreement(
                                        one.id(),
                                        one.start(),
                                        one.end(),
                                        projects(one.projects(), groups)))
                        .toList(),
                limits(entry.map("quotas")).stream()
                        .flatMap(limit -> limits(limit, groups).stream())
                        .toList(),
                names(entry.text("networks").orElse("")));
    }

    /** Groups by name, each with its projects. */
    static Map<String, Set<String>> groups(Map<String, String> texts) {
        Map<String, Set<String>> groups = new LinkedHashMap<>();
        texts.forEach((group, projects) -> groups.put(group, names(projects)));
        return groups;
    }

    private static Set<String> projects(Set<String> names, Map<String, Set<String>> groups) {
        Set<String> all = new LinkedHashSet<>(names);
        names.forEach(name -> all.addAll(groups.getOrDefault(name, Set.of())));
        return all;
    }

    /** A limit of a group with who is in it; one that names none is one of each group. */
    private static List<Limit> limits(Limit limit, Map<String, Set<String>> groups) {
        if (limit.whose() != Whose.GROUP) {
            return List.of(limit);
        }
        limit.name()
                .filter(name -> !groups.containsKey(name))
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "a quota is of group "
                                    + name
                                    + ", which is not among the groups "
                                    + groups.keySet());
                });
        return groups.entrySet().stream()
                .filter(group -> limit.name().map(group.getKey()::equals).orElse(true))
                .map(group -> limit.of(group.getKey(), group.getValue()))
                .toList();
    }

    private static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>(Arrays.asList(text.strip().split("\\s*,\\s*")));
        names.remove("");
        return names;
    }

    /** {@code project physics gpus: 8}; memory and disk in GB. */
    static List<Limit> limits(Map<String, String> quotas) {
        List<Limit> limits = new ArrayList<>();
        quotas.forEach((key, most) -> {
            Matcher matcher = QUOTA.matcher(key);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "'" + key + "' is no quota such as 'project physics gpus'");
            }
            Quota.Resource resource =
                    Quota.Resource.valueOf(matcher.group(3).toUpperCase(Locale.ROOT));
            boolean bytes = resource == Quota.Resource.MEMORY || resource == Quota.Resource.DISK;
            BigDecimal number = number(key, most);
            limits.add(
                    new Limit(
                            Whose.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                            Optional.ofNullable(matcher.group(2)),
                            resource,
                            (bytes ? number.multiply(GIGABYTE) : number).doubleValue()));
        });
        return limits;
    }

    private static BigDecimal number(String key, String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            if (number.signum() >= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException("'" + text + "' for " + key + " is no number from 0 on");
    }

    /** {@code ID: 2026-01-01/2027-01-01 PROJECT,…}; the end is the first day without it. */
    static List<SiteTerms.Agreement> agreements(Map<String, String> entries) {
        List<SiteTerms.Agreement> agreements = new ArrayList<>();
        entries.forEach((id, text) -> {
            String[] parts = text.strip().split("[/ ]", 3);
            try {
                agreements.add(
                        new SiteTerms.Agreement(
                                id,
                                LocalDate.parse(parts[0]).atStartOfDay(ZoneOffset.UTC).toInstant(),
                                LocalDate.parse(parts.length > 1 ? parts[1] : "")
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant(),
                                names(parts.length > 2 ? parts[2] : "")));
            } catch (DateTimeException _) {
                throw new IllegalArgumentException(
                        "'" + text + "' for " + id + " is not like 2026-01-01/2027-01-01");
            }
        });
        return agreements;
    }

    /** Lists of both forms, told apart by their columns. */
    List<Prices> prices(Optional<String> files) {
        return names(files.orElse("")).stream().map(this::list).toList();
    }

    private Prices list(String name) {
        Csv table = table(name);
        boolean isPublic =
                table.rows().stream()
                        .findFirst()
                        .filter(row -> row.columns().containsKey("InstanceType"))
                        .isPresent();
        if (!isPublic) {
            return PriceList.of(table);
        }
        Map<List<String>, Offer> offers = new LinkedHashMap<>();
        publicOffers(table)
                .forEach(offer ->
                        offers.put(List.of(offer.id(), offer.terms().region().orElse("")), offer));
        return (_, offer) ->
                Optional.ofNullable(
                                offers.get(List.of(offer.id(), offer.terms().region().orElse(""))))
                        .map(listed -> offer.withPrice(listed.pricePerHour(), listed.currency()));
    }

    /** The offers of public price lists. */
    List<Offer> catalogue(String files) {
        return names(files).stream().flatMap(name -> publicOffers(table(name)).stream()).toList();
    }

    private static List<Offer> publicOffers(Csv table) {
        return new PublicPrices(GpuTable.bundled(), "USD").read(table).offers();
    }

    /**
     * @param rates since egress is listed in USD
     */
    Routes routes(Map<String, String> files, Map<String, Terms.Rate> rates) {
        if (files.isEmpty()) {
            return Routes.UNKNOWN;
        }
        RouteTable table = new RouteTable(new Routes.Route(BigDecimal.ZERO, 1));
        files.forEach((key, name) -> {
            switch (key) {
                case "prices" -> table.prices(table(name));
                case "speeds" -> table.speeds(table(name));
                default ->
                        throw new IllegalArgumentException(
                                "routes has a key " + key + "; it knows prices and speeds");
            }
        });
        Terms.Rate rate = rates.get("USD");
        return rate == null
                ? table
                : (from, to) -> {
                    Routes.Route route = table.between(from, to);
                    return new Routes.Route(
                            route.gigabyte().multiply(rate.amount()), route.gigabits());
                };
    }

    /** {@code USD: 0.92 EUR}: what one of each is worth. */
    static Map<String, Terms.Rate> rates(Map<String, String> texts) {
        Map<String, Terms.Rate> rates = new LinkedHashMap<>();
        texts.forEach((currency, text) -> {
            Matcher matcher = RATE.matcher(text);
            if (!matcher.matches() || new BigDecimal(matcher.group(1)).signum() == 0) {
                throw new IllegalArgumentException(
                        "the rate of " + currency + " is '" + text + "', and not like 0.92 EUR");
            }
            rates.put(currency, new Terms.Rate(new BigDecimal(matcher.group(1)), matcher.group(2)));
        });
        List<String> into = rates.values().stream().map(Terms.Rate::currency).distinct().toList();
        if (into.size() > 1 || rates.keySet().stream().anyMatch(into::contains)) {
            throw new IllegalArgumentException(
                    "the rates lead to "
                            + String.join(" and ", into)
                            + "; they must all lead to one currency that has no rate itself");
        }
        return rates;
    }

    static Map<String, Double> shares(Map<String, String> shares) {
        Map<String, Double> found = new LinkedHashMap<>();
        shares.forEach((project, share) -> {
            double number = number("the share of " + project, share).doubleValue();
            if (!(number > 0)) {
                throw new IllegalArgumentException(project + " has no share above 0");
            }
            found.put(project, number);
        });
        return found;
    }

    private Csv table(String name) {
        Path file = folder.resolve(name);
        try (Reader reader = Files.newBufferedReader(file)) {
            return Csv.read(name, reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
