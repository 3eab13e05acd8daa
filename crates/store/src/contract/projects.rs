//! Projects: kept, found and listed within their workspace.

use super::house::House;
use super::samples::{self, at};
use super::{Outcome, Place, cases};
use std::sync::Arc;
use trackway_domain::project::{Project, ProjectId};
use trackway_domain::text::Description;

cases! { "projects":
    a_project_reads_back_equal,
    projects_are_listed_newest_first,
    another_workspace_sees_no_project,
}

async fn a_project_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    let full = Project { description: Description::parse("Two\nlines, «Ж» 🎆").ok(), ..project(&house, 1) };
    for project in [full, project(&house, 2)] {
        house.store.projects().create(&project).await?;
        assert_eq!(house.store.projects().find(house.workspace.id, project.id).await?, Some(project));
    }
    Ok(())
}

async fn projects_are_listed_newest_first(place: Arc<dyn Place>) -> Outcome {
    let house = House::found(&*place).await?;
    for number in [2, 3, 1] {
        house.store.projects().create(&project(&house, number)).await?;
    }
    assert_eq!(house.store.projects().list(house.workspace.id).await?, [3, 2, 1].map(|number| project(&house, number)));
    Ok(())
}

async fn another_workspace_sees_no_project(place: Arc<dyn Place>) -> Outcome {
    let (house, stranger) = (House::found(&*place).await?, samples::stranger());
    house.store.projects().create(&project(&house, 1)).await?;
    assert_eq!(house.store.projects().find(stranger, project(&house, 1).id).await?, None);
    assert_eq!(house.store.projects().find(house.workspace.id, project(&house, 2).id).await?, None);
    assert_eq!(house.store.projects().list(stranger).await?, []);
    Ok(())
}

pub(super) fn project(house: &House, number: u32) -> Project {
    Project {
        id: ProjectId(samples::uuid(9, number)),
        workspace: house.workspace.id,
        name: samples::name(&format!("Project {number}")),
        description: None,
        created_at: at(number),
    }
}
