package floria.placement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

import floria.placement.solve.Model.Option;
import floria.placement.solve.Solution;

/** What a solution means in the sites' offers and in money. */
record Choice(Compilation compiled, Solution solution) {

    Shop.Shelf shelf(int n) {
        return compiled.shop.shelves.get(option(n).id());
    }

    Option option(int n) {
        return compiled.model.nodes().get(n).options().get(solution.options()[n]);
    }

    List<Demand> demands() {
        return compiled.question.demands();
    }

    String currency() {
        return compiled.shop.currency.orElse("EUR");
    }

    /** Of all nodes for an hour. */
    BigDecimal price() {
        BigDecimal sum = BigDecimal.ZERO;
        for (int n = 0; n < demands().size(); n++) {
            sum = sum.add(Compilation.pricePerHour(demands().get(n), shelf(n).offer()));
        }
        return sum;
    }

    /** What is paid once: everything but the hours. */
    long once() {
        long hours = 0;
        for (int n = 0; n < demands().size(); n++) {
            hours += option(n).money();
        }
        return solution.value().money() - hours;
    }

    String amount(long micro) {
        return Figures.price(cents(Money.of(micro))) + " " + currency();
    }

    static BigDecimal cents(BigDecimal amount) {
        return amount.scale() <= 4 ? amount : amount.setScale(4, RoundingMode.HALF_UP);
    }
}
