package floria.placement;

import java.util.Optional;

import floria.placement.hardware.Wish;
import floria.site.Hardware;
import floria.site.Offer;

/**
 * What one node asks of a site.
 *
 * @param node the node template's name
 * @param wish the least that each copy needs
 * @param image logical image or operating system such as {@code debian:12}; empty when any will do
 * @param count how many equal copies, all of which get the same offer
 * @param where it may be
 */
public record Demand(
        String node,
        Offer.Kind kind,
        Wish wish,
        Optional<String> image,
        int count,
        Restriction where) {

    /** One copy, anywhere. */
    public Demand(String node, Offer.Kind kind, Hardware hardware, Optional<String> image) {
        this(node, kind, Wish.of(hardware), image, 1, Restriction.NONE);
    }

    /** What each copy is to have. */
    public Hardware hardware() {
        return wish.hardware();
    }

    public Demand within(Restriction other) {
        return new Demand(node, kind, wish, image, count, where.and(other));
    }
}
