// What stands behind a ring: how many records, of which sectors and kinds, with which known sums.
// The shape is that of a cluster of /map.json; degrees are EPSG:4326, money is in yuan.

// A single record counts like a cluster of one.
export function shareOfRecord({ lon, lat, sector, group, yuan }) {
  return {
    count: 1,
    sectors: { [sector]: 1 },
    kinds: { [group]: 1 },
    investment_yuan: yuan ?? 0,
    investment_known: yuan ? 1 : 0,
    bounds: [lon, lat, lon, lat],
  };
}

export function joined(shares) {
  const all = {
    count: 0,
    sectors: {},
    kinds: {},
    investment_yuan: 0,
    investment_known: 0,
    bounds: [Infinity, Infinity, -Infinity, -Infinity],
  };
  for (const share of shares) {
    all.count += share.count;
    all.investment_yuan += share.investment_yuan;
    all.investment_known += share.investment_known;
    addCounts(all.sectors, share.sectors);
    addCounts(all.kinds, share.kinds);
    all.bounds = widened(all.bounds, share.bounds);
  }
  return all;
}

function addCounts(sums, counts) {
  for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
}

function widened([west, south, east, north], other) {
  return [
    Math.min(west, other[0]),
    Math.min(south, other[1]),
    Math.max(east, other[2]),
    Math.max(north, other[3]),
  ];
}

// [slug, count] in the fixed order of the sectors, so that a ring is the same twice.
export function inOrder(sectors, order) {
  return order.filter((slug) => sectors[slug]).map((slug) => [slug, sectors[slug]]);
}
