-- What is learnt of sites, shared by all users: what is not tried again for a while, how attempts went, and who has used how
-- much; and what waits for room.

-- empty texts stand for all; since, until_at, at: microseconds
create table offer_block (
    scope      varchar(20)  not null,
    site       varchar(200) not null,
    offer      varchar(200) not null,
    zone       varchar(200) not null,
    credential varchar(200) not null,
    times      integer      not null,
    since      bigint       not null,
    until_at   bigint       not null,
    kind       varchar(20)  not null,
    message    text         not null,
    hint       text,
    primary key (scope, site, offer, zone, credential)
);

-- decayed sums as of a time: of attempts, and of the logarithms of the seconds of those that worked
create table experience (
    site      varchar(200)     not null,
    offer     varchar(200)     not null,
    at        bigint           not null,
    successes double precision not null,
    failures  double precision not null,
    logs      double precision not null,
    squares   double precision not null,
    primary key (site, offer)
);

-- number: rises with each request; until_at: when it is given up
create table waiting (
    deployment varchar(26)  not null primary key references deployment (id),
    project    varchar(100) not null,
    owner      varchar(200) not null,
    priority   integer      not null,
    since      bigint       not null,
    number     bigint       not null,
    until_at   bigint
);
insert into counter (name, value) values ('waiting', 0);

-- decayed use of a group as of a time
create table fair_use (
    name varchar(100)     not null primary key,
    used double precision not null,
    at   bigint           not null
);
