//! Carries out commands.

use super::drive::Drive;
use super::kernel::Kernel;
use super::{Command, Engine, Experiment, Rejection, Site, Subject};
use crate::machine::Rest;
use crate::model::{Neuron, Scheme};

impl Engine {
    /// Carries out `command` before the next step. A large circuit that it asks for is only begun
    /// to be built, see [`Self::begin`].
    ///
    /// # Errors
    /// A command that can't be carried out changes nothing.
    pub fn apply(&mut self, command: &Command) -> Result<(), Rejection> {
        command.validate()?;
        command.check(&self.subject)?;
        let before = self.drive_to_fork(command);
        match command {
            Command::Inject { site, injection } => {
                let steps_per_ms = self.clock.steps_per_ms();
                self.drive.inject(self.step, (*site, *injection), steps_per_ms)?;
            }
            Command::Fire { site } => self.fire(*site)?,
            Command::Scheme { scheme } => self.set_scheme(*scheme)?,
            Command::Edit { site, neuron } => self.edit(*site, neuron)?,
            Command::Reset {} => self.reset(),
            Command::Switch(subject) => self.switch(subject)?,
            Command::Marker { .. } => {}
        }
        self.follow_with_fork(command, before);
        Ok(())
    }

    fn set_scheme(&mut self, scheme: Scheme) -> Result<(), Rejection> {
        if let Subject::Neuron(setup) = &self.subject {
            Rejection::check_scheme(&setup.cell.neuron, scheme)?;
        }
        self.kernel.set_scheme(scheme);
        Ok(())
    }

    fn fire(&mut self, site: Site) -> Result<(), Rejection> {
        let recipe = self.subject.recipe();
        let protocol = recipe.and_then(|recipe| {
            let population = site.population(recipe)?;
            Some(&recipe.population(population).protocol)
        });
        match protocol {
            None => self.drive.fire(self.step),
            Some(protocol) => {
                let steps_per_ms = self.clock.steps_per_ms();
                self.drive.fire_at(self.step, (site, protocol), steps_per_ms)?;
            }
        }
        Ok(())
    }

    fn edit(&mut self, site: Site, neuron: &Neuron) -> Result<(), Rejection> {
        Rejection::check_scheme(neuron, self.scheme())?;
        match (&mut self.subject, &mut self.kernel, site) {
            (Subject::Neuron(setup), Kernel::Solo(solo), _) => {
                setup.cell.neuron = *neuron;
                solo.set_neuron(*neuron);
            }
            (Subject::Circuit(recipe), Kernel::Network(network), Site::Population(population)) => {
                network.set_neuron(population, neuron).map_err(Rejection::Population)?;
                *recipe = network.recipe().clone();
            }
            // `Command::check` lets no other command through.
            _ => {}
        }
        Ok(())
    }

    fn reset(&mut self) {
        match &mut self.kernel {
            Kernel::Network(network) => network.reset(),
            Kernel::Solo(solo) => {
                let initial = self.subject.setup().map(|setup| setup.cell.initial);
                initial.into_iter().for_each(|initial| solo.set_state(initial));
            }
        }
        self.drive.restart(self.step);
    }

    /// Replaces the present subject by `subject`, with its own scheme and step.
    fn switch(&mut self, subject: &Subject) -> Result<(), Rejection> {
        if let Subject::Circuit(recipe) = subject {
            // The present one stays until the next is there.
            let room = recipe.memory(self.threads).check_room(Rest::Scope);
            room.map_err(|large| Rejection::TooLarge(Box::new(large)))?;
        }
        let start = Experiment::live(subject, self.seed).start;
        self.clock.change(self.step, subject.steps_per_ms());
        self.origin = self.step;
        self.kernel = Kernel::begin(&start, self.seed, self.threads, self.step);
        self.drive = Drive::new(&start, self.seed, self.step);
        self.probes.clear();
        self.subject = subject.clone();
        Ok(())
    }
}
