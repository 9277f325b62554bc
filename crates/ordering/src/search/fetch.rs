//! Fetches a search, several pages at once, in pieces where the archive holds more than can be paged through.

use std::collections::VecDeque;
use std::future::Future;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use oneatlas::wire::search::{SearchPage, SearchQuery};

use super::request::{Errand, PAGE, WINDOW};

/// Pages under way at once: polite, and enough to hide most of the latency.
pub const AT_ONCE: u32 = 6;

/// What is still to be fetched. What was stopped or failed stays here, so that the search can go on where it stopped.
#[derive(Debug, Clone, Default)]
pub(super) struct Fetch {
    waiting: VecDeque<Errand>,
    /// Pages that are here and not taken in yet. One that could not be taken in stays, so that it need not come again.
    came: VecDeque<SearchPage>,
    /// Scenes the pieces hold, as far as their first pages have told.
    total: u32,
    /// Pages that are here.
    pub(super) pages: u32,
    /// Scenes that are here.
    scenes: u32,
    most: u32,
    /// Scenes that the vendor told of when it was asked before.
    told: u32,
    /// Scenes that pages should have held by what the vendor tells, and did not.
    pub(super) missing: u32,
    /// Whether there are pieces; a scene that lies in two, or at the moment between them, is told twice.
    pub(super) split: bool,
}

/// How fetching ended.
pub(super) enum End<E> {
    /// Everything is here, or as much as was wanted.
    Done,
    /// The user stopped it.
    Stopped,
    /// A page could not be had, or not be taken in.
    Failed(E),
}

impl Fetch {
    /// `wholes` are searched together, as one for each area. A scene that several find counts once in the end.
    pub(super) fn new(wholes: Vec<Errand>, most: u32) -> Fetch {
        Fetch { split: wholes.len() > 1, waiting: wholes.into(), most: most.max(1), ..Fetch::default() }
    }

    /// The same for a search that was cut before: which pages are here is not known any more, so all are fetched. Until
    /// they are, there are as many scenes as the vendor `told` of.
    pub(super) fn anew(wholes: Vec<Errand>, most: u32, told: u32) -> Fetch {
        Fetch { told, ..Fetch::new(wholes, most) }
    }

    /// Scenes there are, as far as is known.
    pub(super) fn total(&self) -> u32 {
        let told = if self.is_done() { 0 } else { self.told };
        self.total.max(self.scenes).max(told)
    }

    pub(super) fn is_done(&self) -> bool {
        self.waiting.is_empty() && self.came.is_empty()
    }

    /// Fetches until nothing waits. `ask` asks for a page, from when it is called; `take` gets each as it comes and says whether to go on;
    /// `stopped` ends it.
    pub(super) async fn run<E, Asked: Future<Output = Result<SearchPage, E>>>(
        &mut self,
        ask: impl Fn(SearchQuery) -> Asked,
        stopped: impl Future<Output = ()>,
        mut take: impl FnMut(&Fetch, &SearchPage) -> Result<bool, E>,
    ) -> End<E> {
        let mut stopped = std::pin::pin!(stopped);
        let mut running = FuturesUnordered::new();
        let mut under_way: Vec<Errand> = Vec::new();
        let end = loop {
            while running.len() < AT_ONCE as usize
                && let Some(errand) = self.waiting.pop_front()
            {
                under_way.push(errand.clone());
                let answer = ask(errand.query.clone());
                running.push(async move { (answer.await, errand) });
            }
            // To take a page in takes its time too: before that, the place of each that has come is given to another.
            let has_room = self.came.len() < AT_ONCE as usize;
            let ready = if has_room { running.next().now_or_never().flatten() } else { None };
            let (answer, errand) = if let Some(ready) = ready {
                ready
            } else if !self.came.is_empty() {
                match self.take_next(&mut take) {
                    Ok(true) if stopped.as_mut().now_or_never().is_none() => continue,
                    Ok(_) => break End::Stopped,
                    Err(error) => break End::Failed(error),
                }
            } else {
                let next = tokio::select! {
                    biased;
                    () = &mut stopped => break End::Stopped,
                    next = running.next() => next,
                };
                let Some(next) = next else { break End::Done };
                next
            };
            let page = match answer {
                Ok(page) => page,
                Err(error) => break End::Failed(error),
            };
            under_way.retain(|other| *other != errand);
            self.arrived(&errand, &page);
            self.came.push_back(page);
        };
        self.waiting.extend(under_way);
        self.take_rest(end, take)
    }

    fn take_next<E>(
        &mut self,
        take: &mut impl FnMut(&Fetch, &SearchPage) -> Result<bool, E>,
    ) -> Result<bool, E> {
        let Some(page) = self.came.pop_front() else { return Ok(true) };
        let taken = take(self, &page);
        if taken.is_err() {
            self.came.push_front(page);
        }
        taken
    }

    /// What is here stays, however it ended.
    fn take_rest<E>(
        &mut self,
        end: End<E>,
        mut take: impl FnMut(&Fetch, &SearchPage) -> Result<bool, E>,
    ) -> End<E> {
        while !self.came.is_empty() {
            if let Err(error) = self.take_next(&mut take) {
                // The first failure is the one to tell.
                return if matches!(end, End::Failed(_)) { end } else { End::Failed(error) };
            }
        }
        end
    }

    fn arrived(&mut self, errand: &Errand, page: &SearchPage) {
        self.pages += 1;
        let came = u32::try_from(page.features.len()).unwrap_or(u32::MAX);
        self.scenes += came;
        let before = errand.query.start_page.saturating_sub(1).saturating_mul(PAGE);
        let due = page.total_results.min(WINDOW).saturating_sub(before).min(PAGE);
        self.missing += due.saturating_sub(came);
        if !errand.is_first() {
            return;
        }
        // More than the window are told as the window, or as what they are.
        let halves = if page.total_results >= WINDOW { errand.halves() } else { Vec::new() };
        if !halves.is_empty() && self.most.saturating_sub(self.total) > WINDOW {
            self.split = true;
            self.waiting.extend(halves);
            return;
        }
        let reachable = page.total_results.min(WINDOW).min(self.most.saturating_sub(self.total));
        self.total = self.total.saturating_add(page.total_results);
        self.waiting.extend((2..=reachable.div_ceil(PAGE)).map(|start_page| errand.page(start_page)));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::collections::HashMap;

    use jiff::Timestamp;
    use serde_json::json;

    use super::*;
    use crate::search::request::SearchRequest;

    /// An archive that pages like the vendor's: never beyond the window, and never telling of more.
    struct Vendor {
        /// Moments of the scenes, in ms.
        scenes: Vec<i64>,
        /// Which questions fail, counted from the first.
        failing: Vec<u32>,
        asked: Cell<u32>,
        given: RefCell<HashMap<usize, u32>>,
    }

    impl Vendor {
        fn new(scenes: Vec<i64>) -> Vendor {
            Vendor { scenes, failing: Vec::new(), asked: Cell::new(0), given: RefCell::default() }
        }

        fn answer(&self, query: &SearchQuery) -> Result<SearchPage, &'static str> {
            let asked = self.asked.replace(self.asked.get() + 1);
            assert!(query.start_page * query.items_per_page <= WINDOW, "paged beyond the window");
            if self.failing.contains(&asked) {
                return Err("broken");
            }
            let interval = query.acquisition_date.as_deref().map(|text| {
                let (first, last) = text.trim_matches(['[', ']']).split_once(',').unwrap();
                [first, last].map(|end| end.parse::<Timestamp>().unwrap().as_millisecond())
            });
            let fits = |at: &i64| interval.is_none_or(|[first, last]| (first..=last).contains(at));
            let found: Vec<usize> = (0..self.scenes.len()).filter(|k| fits(&self.scenes[*k])).collect();
            let start = ((query.start_page - 1) * query.items_per_page) as usize;
            let page: Vec<usize> =
                found.iter().copied().skip(start).take(query.items_per_page as usize).collect();
            for scene in &page {
                *self.given.borrow_mut().entry(*scene).or_default() += 1;
            }
            Ok(SearchPage {
                total_results: u32::try_from(found.len()).unwrap().min(WINDOW),
                features: page.into_iter().map(|k| json!({"properties": {"id": k}})).collect(),
                ..SearchPage::default()
            })
        }

        fn run(&self, fetch: &mut Fetch, pages: u32) -> End<&'static str> {
            let taken = Cell::new(0);
            let take = |_: &Fetch, _: &SearchPage| {
                taken.set(taken.get() + 1);
                Ok(taken.get() < pages)
            };
            let ask = |query: SearchQuery| std::future::ready(self.answer(&query));
            fetch.run(ask, std::future::pending(), take).now_or_never().unwrap()
        }
    }

    fn fetch(most: u32) -> Fetch {
        let request = SearchRequest {
            area_id: "a".to_owned(),
            further_area_ids: Vec::new(),
            date_from: None,
            date_to: None,
            constellations: vec![],
            max_cloud: None,
            max_incidence: None,
            max_snow: None,
            max_results: most,
        };
        let square = json!({"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]]});
        let now = "2026-11-24T12:00:00Z".parse().unwrap();
        Fetch::new(vec![Errand::new(&request, square, now).unwrap()], most)
    }

    #[test]
    fn what_was_cut_before_is_as_large_as_was_told_until_it_is_whole() {
        let Fetch { waiting, most, .. } = fetch(200_000);
        let mut fetch = Fetch::anew(waiting.into(), most, 7_000);
        assert_eq!((fetch.total(), fetch.is_done()), (7_000, false));
        let vendor = Vendor::new(spread(5_000));
        assert!(matches!(vendor.run(&mut fetch, 4), End::Stopped));
        assert_eq!(fetch.total(), 7_000);
        assert!(matches!(vendor.run(&mut fetch, u32::MAX), End::Done));
        assert_eq!((fetch.total(), vendor.given.borrow().len()), (5_000, 5_000));
    }

    fn spread(count: i64) -> Vec<i64> {
        // Crowded in 2024, as archives are, with many at the very same moment.
        (0..count).map(|k| 1_704_067_200_000 + (k * k / 7 % 31_000_000) * 1000 / 4000 * 4000).collect()
    }

    #[test]
    fn beyond_the_window_all_scenes_are_fetched() {
        let vendor = Vendor::new(spread(37_000));
        let mut fetch = fetch(200_000);
        assert!(matches!(vendor.run(&mut fetch, u32::MAX), End::Done));
        assert_eq!(vendor.given.borrow().len(), 37_000, "none is missed");
        assert!(fetch.split && fetch.is_done());
        let pages = 37_000 / PAGE;
        assert!(fetch.pages < pages + pages / 4, "{} pages for {pages} full ones", fetch.pages);
    }

    #[test]
    fn a_search_that_failed_or_was_stopped_goes_on_with_what_is_missing() {
        let mut vendor = Vendor::new(spread(5_000));
        vendor.failing = vec![7];
        let mut fetch = fetch(200_000);
        assert!(matches!(vendor.run(&mut fetch, u32::MAX), End::Failed(_)));
        assert!(!fetch.is_done());
        assert!(matches!(vendor.run(&mut fetch, 4), End::Stopped));
        assert!(matches!(vendor.run(&mut fetch, u32::MAX), End::Done));
        let given = vendor.given.borrow();
        assert_eq!((given.len(), fetch.total()), (5_000, 5_000));
    }

    #[test]
    fn the_place_of_a_page_is_given_away_before_it_is_taken_in() {
        let mut vendor = Vendor::new(spread(5_000));
        vendor.failing = vec![15];
        let mut fetch = fetch(200_000);
        let (mut taken, mut asked) = (0, Vec::new());
        let take = |_: &Fetch, page: &SearchPage| {
            taken += page.features.len();
            asked.push(vendor.asked.get());
            Ok(true)
        };
        let ask = |query: SearchQuery| std::future::ready(vendor.answer(&query));
        let end = fetch.run(ask, std::future::pending(), take).now_or_never().unwrap();
        assert!(matches!(end, End::Failed(_)));
        assert!(asked[0] >= 2 * AT_ONCE, "{asked:?}");
        assert_eq!(taken, fetch.scenes as usize, "what came before the failure is here");
    }

    #[test]
    fn a_page_that_could_not_be_taken_in_is_taken_in_when_the_search_goes_on() {
        let vendor = Vendor::new(spread(5_000));
        let mut fetch = fetch(200_000);
        let mut taken = Vec::new();
        let mut full = |fetch: &mut Fetch, room: usize| {
            let take = |_: &Fetch, page: &SearchPage| {
                if taken.len() >= room {
                    return Err("the disk is full");
                }
                taken.extend(page.features.iter().map(|feature| feature["properties"]["id"].as_u64()));
                Ok(true)
            };
            let ask = |query: SearchQuery| std::future::ready(vendor.answer(&query));
            fetch.run(ask, std::future::pending(), take).now_or_never().unwrap()
        };
        for room in [0, 300, 300] {
            assert!(matches!(full(&mut fetch, room), End::Failed("the disk is full")));
            assert!(!fetch.is_done());
        }
        assert!(matches!(full(&mut fetch, usize::MAX), End::Done));
        assert!(fetch.is_done());
        taken.sort_unstable();
        assert_eq!(taken, (0..5_000).map(Some).collect::<Vec<_>>(), "each once");
    }

    #[test]
    fn no_more_is_fetched_than_was_wanted_but_for_the_rest_of_a_page() {
        let vendor = Vendor::new(spread(30_000));
        let mut fetch = fetch(1_100);
        assert!(matches!(vendor.run(&mut fetch, u32::MAX), End::Done));
        assert_eq!(vendor.given.borrow().len(), 1_200);
        let empty = Vendor::new(Vec::new());
        let mut nothing = self::fetch(100);
        assert!(matches!(empty.run(&mut nothing, u32::MAX), End::Done));
        assert_eq!((nothing.total(), nothing.pages), (0, 1));
    }
}
