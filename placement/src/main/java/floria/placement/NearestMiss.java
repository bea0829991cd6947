package floria.placement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import floria.placement.hardware.GpuWish;
import floria.placement.hardware.Wish;
import floria.placement.solve.Effort;
import floria.placement.solve.Goal;
import floria.placement.solve.Model;
import floria.placement.solve.Solver;
import floria.placement.solve.Value;

/** What single thing has to be asked for differently so that it fits, and where. */
final class NearestMiss {
    private static final int MOST = 3;

    private final Compilation compiled;

    NearestMiss(Compilation compiled) {
        this.compiled = compiled;
    }

    /** In words, the smallest change first. */
    List<String> words() {
        List<String> misses = new ArrayList<>();
        boolean alone = false;
        for (int n = 0; n < compiled.question.demands().size(); n++) {
            if (compiled.model.nodes().get(n).options().isEmpty()) {
                alone = true;
                misses.addAll(of(n));
            }
        }
        if (!alone) {
            misses.addAll(together());
        }
        return misses;
    }

    /** A name that nobody knows may be a slip. */
    private Optional<String> unknown(Demand demand) {
        List<String> unknown =
                demand.wish().gpu().map(GpuWish::models).orElse(List.of()).stream()
                        .filter(name -> !compiled.fit.knows(name))
                        .filter(name ->
                                compiled.shop.shelves.stream()
                                        .flatMap(shelf ->
                                                shelf.offer().capacity().gpuModel().stream())
                                        .noneMatch(name::equalsIgnoreCase))
                        .toList();
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("no site and no table has a GPU model " + String.join(", ", unknown));
    }

    private record Miss(Criterion criterion, Shop.Shelf shelf, double missing, BigDecimal price) {}

    private List<String> of(int n) {
        Demand demand = compiled.question.demands().get(n);
        Rejections rejections = new Rejections(compiled);
        List<Miss> misses = new ArrayList<>();
        for (int s = 0; s < compiled.shop.shelves.size(); s++) {
            long mask = compiled.against[n][s];
            Shop.Shelf shelf = compiled.shop.shelves.get(s);
            // Without any is no miss, but something else.
            boolean none =
                    mask == Criterion.GPU_COUNT.mask() && shelf.offer().capacity().gpus() == 0;
            if (Long.bitCount(mask) == 1 && mask != Criterion.KIND.mask() && !none) {
                misses.add(
                        new Miss(
                                Criterion.of(mask),
                                shelf,
                                rejections.missing(mask, demand, shelf),
                                Compilation.pricePerHour(demand, shelf.offer())));
            }
        }
        misses.sort(
                Comparator.comparingDouble(Miss::missing)
                        .thenComparing(Miss::price)
                        .thenComparingLong(miss -> miss.shelf().rank()));
        List<String> words = new ArrayList<>(unknown(demand).stream().toList());
        List<Criterion> told = new ArrayList<>();
        for (Miss miss : misses) {
            if (told.size() < MOST && !told.contains(miss.criterion())) {
                told.add(miss.criterion());
                words.add(words(demand, miss));
            }
        }
        return words;
    }

    private String words(Demand demand, Miss miss) {
        var offer = miss.shelf().offer();
        return demand.node()
                + " fits on "
                + miss.shelf().candidate().site().name()
                + "/"
                + offer.id()
                + offer.terms().region().map(region -> " in " + region).orElse("")
                + " ("
                + Figures.price(miss.price())
                + " "
                + offer.currency()
                + " per hour) "
                + change(demand, miss);
    }

    private String change(Demand demand, Miss miss) {
        Wish wish = demand.wish();
        var has = miss.shelf().offer().capacity();
        String gpu = wish.gpu().map(NearestMiss::memory).orElse("");
        return switch (miss.criterion()) {
            case CPUS -> instead(Figures.count(has.cpus()) + " CPUs", Figures.count(wish.cpus()));
            case MEMORY ->
                    instead(Figures.size(has.memory()) + " of memory", Figures.size(wish.memory()));
            case DISK -> instead(Figures.size(has.disk()) + " of disk", Figures.size(wish.disk()));
            case GPU_COUNT ->
                    instead(
                            has.gpus() + " GPUs",
                            wish.gpu().map(one -> Integer.toString(one.count())).orElse(""));
            case GPU_MEMORY ->
                    instead(
                            Figures.size(has.gpu().map(compiled.fit::memory).orElse(0L))
                                    + " of GPU memory",
                            gpu);
            case GPU_MODEL ->
                    instead(
                            has.gpuModel().orElse("any model"),
                            wish.gpu().map(one -> String.join(" or ", one.models())).orElse(""));
            case PREEMPTION -> "if the site may take it back at any time";
            case FREE -> "once more of it are free";
            case BLOCKED -> "once it is tried again";
            default ->
                    "if this did not count: "
                            + String.join(
                                    "; ",
                                    new Shortcomings(compiled.fit)
                                            .words(
                                                    miss.criterion().mask(),
                                                    demand,
                                                    miss.shelf().candidate(),
                                                    miss.shelf().offer()));
        };
    }

    private static String memory(GpuWish wish) {
        return Figures.size(wish.memory());
    }

    private static String instead(String what, String asked) {
        return "with " + what + " instead of " + asked;
    }

    /** Every node fits somewhere: which rule or limit is in the way. */
    private List<String> together() {
        List<String> words = new ArrayList<>();
        Model model = compiled.model;
        for (int r = 0; r < model.rules().size(); r++) {
            if (solvable(model.without(r))) {
                words.add("it fits without the rule " + compiled.question.bonds().get(r).words());
            }
        }
        for (int c = 0; c < model.limits().length && words.size() < MOST; c++) {
            if (solvable(model.withLimit(c, Goal.ANY))) {
                words.add("it fits but for this: " + compiled.capacities.get(c));
            }
        }
        words.addAll(limits(model));
        return words;
    }

    /** What each limit of the wish would have to be, the others as they are; else all of them. */
    private List<String> limits(Model model) {
        Goal goal = model.goal();
        List<String> words = new ArrayList<>();
        if (goal.money() < Goal.ANY) {
            Goal free = goal(Goal.Order.COST, goal, Goal.ANY, goal.rate(), goal.seconds());
            least(model, free).ifPresent(value -> words.add("it fits with " + budget(value)));
        }
        if (goal.rate() < Goal.ANY) {
            Goal free = goal(Goal.Order.COST, goal, goal.money(), Goal.ANY, goal.seconds());
            least(model, free).ifPresent(value -> words.add("it fits for " + rate(value)));
        }
        if (goal.seconds() < Goal.ANY) {
            Goal free = goal(Goal.Order.TIME, goal, goal.money(), goal.rate(), Goal.ANY);
            least(model, free).ifPresent(value -> words.add("it fits " + time(value)));
        }
        if (words.isEmpty()) {
            least(model, goal(goal.order(), goal, Goal.ANY, Goal.ANY, Goal.ANY))
                    .ifPresent(value ->
                            words.add(
                                    "it fits with %s, for %s, %s"
                                            .formatted(budget(value), rate(value), time(value))));
        }
        return words;
    }

    private static Goal goal(Goal.Order order, Goal goal, long money, long rate, long seconds) {
        return new Goal(order, goal.second(), money, rate, seconds);
    }

    private static Optional<Value> least(Model model, Goal goal) {
        return switch (Solver.solve(model.with(goal), Effort.QUICK)) {
            case Solver.Outcome.Solved(var solution) -> Optional.of(solution.value());
            case Solver.Outcome.Unsolved _ -> Optional.empty();
        };
    }

    private String budget(Value value) {
        return "a budget of " + price(value.money());
    }

    private String rate(Value value) {
        return price(value.rate()) + " per hour";
    }

    private String price(long micro) {
        return Figures.price(Money.of(micro)) + " " + compiled.shop.currency.orElse("EUR");
    }

    private static String time(Value value) {
        return String.format(Locale.ROOT, "when it may take %,d s", value.seconds());
    }

    private static boolean solvable(Model model) {
        return Solver.solve(model, Effort.QUICK) instanceof Solver.Outcome.Solved;
    }
}
