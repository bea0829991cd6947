package floria.bench;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import floria.placement.Candidate;
import floria.placement.Demand;
import floria.placement.Placer;
import floria.placement.Preferences;
import floria.placement.Question;
import floria.placement.Restriction;
import floria.placement.catalogue.Csv;
import floria.placement.catalogue.PublicPrices;
import floria.placement.hardware.GpuTable;
import floria.placement.hardware.GpuWish;
import floria.placement.hardware.Wish;
import floria.placement.solve.Effort;
import floria.placement.solve.Goal.Order;
import floria.placement.solve.Model;
import floria.placement.solve.Solution;
import floria.placement.solve.Solver;
import floria.site.Offer;
import floria.site.SiteDescription;

/**
 * How long placements take, how near to the best they are, and what they save against taking the
 * cheapest first. The first argument is a table of seeded problems with the best value that a long
 * run found for each; the second, where there is one, a folder with price lists of clouds for
 * questions of one node. With a third, the seconds of the solver's time, it finds those best values
 * instead. It fails when an answer is worse than taking the cheapest first, or more than a
 * hundredth worse than the best one known.
 */
public final class PlacementFigures {
    private static final double FAR = 0.01;
    private static final double GIGABYTE = 1e9;

    /** Solving is the work of one thread, whose own time does not depend on what else runs. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private PlacementFigures() {}

    public static void main(String[] arguments) throws IOException {
        Csv table = table(Path.of(arguments[0]));
        // The first problem of a process waits for the solver's library.
        Solver.solve(new PlacementInstance(6, 40, 1, 4).model(), new Effort(10, 0.1));
        boolean good = true;
        for (Csv.Row row : table.rows()) {
            if (arguments.length > 2) {
                longRun(row, Double.parseDouble(arguments[2]));
            } else {
                good &= measure(row);
            }
        }
        if (arguments.length == 2) {
            catalogue(Path.of(arguments[1]));
        }
        if (!good) {
            System.exit(1);
        }
    }

    private static Csv table(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return Csv.read(file.toString(), reader);
        }
    }

    private static int number(Csv.Row row, String column) {
        return row.decimal(column).map(BigDecimal::intValue).orElse(0);
    }

    private static Model model(Csv.Row row) {
        return new PlacementInstance(
                        number(row, "Nodes"),
                        number(row, "Offers"),
                        number(row, "Seed"),
                        row.decimal("Room").map(BigDecimal::doubleValue).orElse(4.0))
                .model();
    }

    private static Effort effort(Csv.Row row, double seconds) {
        return new Effort(Math.min(5000, 1_000_000 / number(row, "Nodes")), seconds);
    }

    private static void longRun(Csv.Row row, double seconds) {
        Model model = model(row);
        if (number(row, "Nodes") <= 200
                && Solver.solve(model, effort(row, seconds))
                        instanceof Solver.Outcome.Solved(var found)) {
            System.out.println(
                    words(row) + ": " + money(found.value().first(model.goal())) + proof(found));
        }
    }

    private static String words(Csv.Row row) {
        return row.text("Nodes")
                + " nodes, "
                + row.text("Offers")
                + " offers, seed "
                + row.text("Seed")
                + ", room "
                + row.text("Room");
    }

    private static String proof(Solution found) {
        return found.proven() ? ", proven" : "";
    }

    private static boolean measure(Csv.Row row) {
        Model model = model(row);
        long start = System.nanoTime();
        Optional<Solution> greedy = Solver.cheapestFirst(model);
        long middle = System.nanoTime();
        long before = THREADS.getCurrentThreadCpuTime();
        double effort = row.decimal("Effort").map(BigDecimal::doubleValue).orElse(0.4);
        Solver.Outcome outcome = Solver.solve(model, effort(row, effort));
        double seconds = (System.nanoTime() - middle) / 1e9;
        double worked = (THREADS.getCurrentThreadCpuTime() - before) / 1e9;
        if (!(outcome instanceof Solver.Outcome.Solved(var found))) {
            System.out.println(words(row) + ": no solution was found");
            return false;
        }
        long value = found.value().first(model.goal());
        Optional<Long> cheapest = greedy.map(one -> one.value().first(model.goal()));
        Optional<Double> best =
                row.decimal("Best").map(known -> value / 1e6 / known.doubleValue() - 1);
        System.out.printf(
                Locale.ROOT,
                "%s: %s, gap %.2f %%%s, in %.2f s, %.2f s of them at work; %s%s%n",
                words(row),
                money(value),
                found.gap(model.goal()) * 100,
                proof(found),
                seconds,
                worked,
                cheapest.map(all ->
                                String.format(
                                        Locale.ROOT,
                                        "cheapest first %s in %.2f s, saved %.2f %%",
                                        money(all),
                                        (middle - start) / 1e9,
                                        100.0 * (all - value) / all))
                        .orElse("cheapest first finds none"),
                best.map(far ->
                                String.format(
                                        Locale.ROOT, "; from the best known %.2f %%", far * 100))
                        .orElse(""));
        return cheapest.filter(all -> all < value).isEmpty()
                && best.filter(far -> far > FAR).isEmpty();
    }

    private static String money(long micro) {
        return String.format(Locale.ROOT, "%.2f", micro / 1e6);
    }

    /** Questions of one node over the price lists of three clouds, again and again. */
    private static void catalogue(Path lists) {
        GpuTable gpus = GpuTable.bundled();
        List<Candidate> clouds = new ArrayList<>();
        for (String cloud : List.of("aws", "azure", "gcp")) {
            try {
                clouds.add(
                        new Candidate(
                                new SiteDescription(
                                        cloud,
                                        "catalogue",
                                        cloud,
                                        true,
                                        Optional.empty(),
                                        Set.of()),
                                new PublicPrices(gpus, "USD")
                                        .read(table(lists.resolve(cloud + ".csv")))
                                        .offers(),
                                Optional.empty()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        int offers = clouds.stream().mapToInt(cloud -> cloud.offers().size()).sum();
        Placer placer = new Placer(gpus);
        for (Wish wish :
                List.of(
                        Wish.of(8, (long) (32 * GIGABYTE), 0),
                        Wish.of(0, 0, 0).with(GpuWish.parse("A100:1")))) {
            for (Order order : Order.values()) {
                Question question = question(wish, clouds, order);
                String got = "";
                double[] milliseconds = new double[60];
                double[] worked = new double[60];
                for (int i = 0; i < milliseconds.length; i++) {
                    long start = System.nanoTime();
                    long before = THREADS.getCurrentThreadCpuTime();
                    Placer.Outcome outcome = placer.place(question);
                    milliseconds[i] = (System.nanoTime() - start) / 1e6;
                    worked[i] = (THREADS.getCurrentThreadCpuTime() - before) / 1e6;
                    got =
                            outcome instanceof Placer.Outcome.Placed(var placement)
                                    ? placement.of("n").orElseThrow().offer()
                                    : "nothing";
                }
                double[] warm = warm(milliseconds);
                double[] work = warm(worked);
                System.out.printf(
                        Locale.ROOT,
                        "one node over %d offers, %s: %s; first %.0f ms, warm median %.1f ms, slowest %.1f ms, at work median %.1f ms%n",
                        offers,
                        order,
                        got,
                        milliseconds[0],
                        warm[warm.length / 2],
                        warm[warm.length - 1],
                        work[work.length / 2]);
            }
        }
    }

    /** The second half, the least first. */
    private static double[] warm(double[] all) {
        double[] warm = Arrays.copyOfRange(all, all.length / 2, all.length);
        Arrays.sort(warm);
        return warm;
    }

    private static Question question(Wish wish, List<Candidate> clouds, Order order) {
        Demand demand =
                new Demand("n", Offer.Kind.MACHINE, wish, Optional.empty(), 1, Restriction.NONE);
        return Question.of(List.of(demand), clouds).preferring(Preferences.BALANCED.by(order));
    }
}
