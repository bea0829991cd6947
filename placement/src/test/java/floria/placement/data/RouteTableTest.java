package floria.placement.data;

import java.io.StringReader;
import java.math.BigDecimal;

import org.junit.jupiter.api.Test;

import floria.placement.catalogue.Csv;
import floria.placement.data.Routes.Route;

import static org.assertj.core.api.Assertions.assertThat;

class RouteTableTest {
    private static final Route OTHERWISE = new Route(new BigDecimal("7"), 1);

    private final Routes routes =
            new RouteTable(OTHERWISE)
                    .prices(
                            csv(
                                    """
                                    Source,Destination,UsdPerGB
                                    a:one,a:two,0.02
                                    a:one,b:far,0.09
                                    b:far,a:one,0.30
                                    """))
                    .speeds(
                            csv(
                                    """
                                    Source,Destination,Gbps
                                    a:one,a:two,10
                                    a:one,b:far,2
                                    """));

    @Test
    void readsWhatIsListedForRegionsAndTheirZones() {
        assertThat(routes.between("a:one", "a:two"))
                .isEqualTo(new Route(new BigDecimal("0.02"), 10));
        assertThat(routes.between("a:one-b", "a:two-c"))
                .isEqualTo(new Route(new BigDecimal("0.02"), 10));
        assertThat(routes.between("a:one", "a:one")).isEqualTo(Route.HERE);
    }

    @Test
    void takesTheWorstOfASourceWhereNothingIsListed() {
        assertThat(routes.between("a:one", "c:new"))
                .isEqualTo(new Route(new BigDecimal("0.09"), 2));
        assertThat(routes.between("b:far", "c:new"))
                .isEqualTo(new Route(new BigDecimal("0.30"), 1));
        assertThat(routes.between("c:new", "a:one")).isEqualTo(OTHERWISE);
    }

    private static Csv csv(String text) {
        return Csv.read("routes.csv", new StringReader(text));
    }
}
