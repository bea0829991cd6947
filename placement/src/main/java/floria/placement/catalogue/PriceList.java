package floria.placement.catalogue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import floria.site.Gpus;
import floria.site.Hardware;
import floria.site.Offer;

/**
 * Prices for sites that have no interface for them, as an administrator writes them:
 *
 * <pre>{@code
 * Site,Region,Zone,Offer,CpuHour,MemoryGBHour,Gpu,GpuHour,Hour,Currency
 * *,*,*,*,0.02,0.005,,,,EUR
 * lab,*,gpu,*,0.02,0.005,A100,1.20,,EUR
 * lab,*,*,gpu.tiny,,,,,0.75,EUR
 * }</pre>
 *
 * <p>{@code *} or an empty cell of the first four stands for any, and in {@code Gpu} for any model.
 * Of the rows that fit an offer the most specific one wins, then the later one. {@code Hour} is the
 * price of the whole offer and replaces the others.
 */
public final class PriceList implements Prices {
    private static final double GIGABYTE = 1e9;

    private final List<Row> rows;

    private PriceList(List<Row> rows) {
        this.rows = rows;
    }

    private record Row(
            List<String> keys,
            String gpu,
            Optional<BigDecimal> cpuHour,
            Optional<BigDecimal> memoryHour,
            Optional<BigDecimal> gpuHour,
            Optional<BigDecimal> hour,
            String currency,
            int number) {

        boolean fits(List<String> wanted, String model) {
            for (int i = 0; i < keys.size(); i++) {
                if (!any(keys.get(i)) && !keys.get(i).equals(wanted.get(i))) {
                    return false;
                }
            }
            return any(gpu) || gpu.equalsIgnoreCase(model);
        }

        /** How many of its keys name something; a later key weighs more than all before. */
        int specific() {
            int weight = any(gpu) ? 0 : 1;
            for (int i = 0; i < keys.size(); i++) {
                weight += any(keys.get(i)) ? 0 : 2 << i;
            }
            return weight;
        }

        private static boolean any(String key) {
            return key.isEmpty() || key.equals("*");
        }
    }

    /**
     * Takes a table.
     *
     * @throws Csv.Invalid where a cell is no price
     */
    public static PriceList of(Csv table) {
        List<Row> rows = new ArrayList<>();
        for (Csv.Row row : table.rows()) {
            String currency = row.text("Currency").toUpperCase(Locale.ROOT);
            if (!currency.matches("[A-Z]{3}")) {
                throw new Csv.Invalid(
                        row.file(), row.line(), "'" + currency + "' is no currency such as EUR");
            }
            rows.add(
                    new Row(
                            List.of(
                                    row.text("Site"),
                                    row.text("Region"),
                                    row.text("Zone"),
                                    row.text("Offer")),
                            row.text("Gpu"),
                            price(row, "CpuHour"),
                            price(row, "MemoryGBHour"),
                            price(row, "GpuHour"),
                            price(row, "Hour"),
                            currency,
                            rows.size()));
        }
        return new PriceList(rows);
    }

    private static Optional<BigDecimal> price(Csv.Row row, String column) {
        Optional<BigDecimal> price = row.decimal(column);
        if (price.isPresent() && price.get().signum() < 0) {
            throw new Csv.Invalid(row.file(), row.line(), column + " is below zero");
        }
        return price;
    }

    /** The offer at its price; as it was when no row speaks of it. */
    public Offer priced(String site, Offer offer) {
        return of(site, offer).orElse(offer);
    }

    @Override
    public Optional<Offer> of(String site, Offer offer) {
        List<String> keys =
                List.of(
                        site,
                        offer.terms().region().orElse(""),
                        offer.zone().orElse(""),
                        offer.id());
        Hardware has = offer.capacity();
        String model = has.gpuModel().orElse("");
        return rows.stream()
                .filter(row -> row.fits(keys, model))
                .max(Comparator.comparingInt(Row::specific).thenComparingInt(Row::number))
                .map(row -> offer.withPrice(price(row, has), row.currency()));
    }

    private static BigDecimal price(Row row, Hardware has) {
        if (row.hour().isPresent()) {
            return row.hour().get();
        }
        return part(row.cpuHour(), has.cpus())
                .add(part(row.memoryHour(), has.memory() / GIGABYTE))
                .add(part(row.gpuHour(), has.gpu().map(PriceList::gpus).orElse(0.0)))
                .stripTrailingZeros();
    }

    private static double gpus(Gpus gpus) {
        return gpus.count() * gpus.share();
    }

    private static BigDecimal part(Optional<BigDecimal> price, double amount) {
        return price.map(one -> one.multiply(BigDecimal.valueOf(amount), MathContext.DECIMAL64))
                .orElse(BigDecimal.ZERO);
    }
}
