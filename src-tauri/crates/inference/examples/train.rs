//! Rewrites `parameters.json` and `evaluation.json` of a model from its cohort file:
//! `cargo run -p attune-inference --example train -- models/loris-pan-cancer COHORT.csv`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use attune_inference::{ModelSource, Recipe, Registry, evaluate, read_cohort, retrain};

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(args.next().expect("folder of the model"));
    let data = std::fs::read(args.next().expect("cohort file")).unwrap();
    let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let recipe: Recipe = serde_json::from_slice(&file("recipe.json")).unwrap();
    let load = || {
        let (parameters, card) = (file("parameters.json"), file("card.json"));
        Registry::load(&[ModelSource { id: &recipe.model, parameters: &parameters, card: &card }]).unwrap()
    };
    let model = load().get(&recipe.model).unwrap().clone();
    let cohort = read_cohort(&data, &model.inputs(), &recipe).unwrap();
    let (train, test) = recipe.split.as_ref().map_or(("", ""), |(_, a, b)| (a.as_str(), b.as_str()));
    let trained = retrain(model.formula(), &cohort.split(train), &recipe).unwrap();
    let text = |v: &dyn erased::Json| v.pretty() + "\n";
    std::fs::write(folder.join("parameters.json"), text(&trained)).unwrap();
    let rule = recipe.simple_rule.as_ref().map(|(name, cut)| (name.as_str(), *cut));
    let evaluation = evaluate(load().get(&recipe.model).unwrap(), &cohort.split(test), rule).unwrap();
    std::fs::write(folder.join("evaluation.json"), text(&evaluation)).unwrap();
    println!("{}", text(&evaluation));
}

mod erased {
    /// Lets one closure write values of different types.
    pub(crate) trait Json {
        fn pretty(&self) -> String;
    }
    impl<T: serde::Serialize> Json for T {
        fn pretty(&self) -> String {
            serde_json::to_string_pretty(self).unwrap()
        }
    }
}
