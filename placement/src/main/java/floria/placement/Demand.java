package floria.placement;

import java.util.Optional;

import floria.site.Hardware;
import floria.site.Offer;

/**
 * What one node asks of a site.
 *
 * @param node the node template's name
 * @param image logical image or operating system such as {@code debian:12}; empty when any will do
 */
public record Demand(String node, Offer.Kind kind, Hardware hardware, Optional<String> image) {}
