"""The best guess of each of many flights: a first one by the rays of sight, then least squares."""

import numpy as np
from numpy.typing import NDArray

from modal_app.contract.constants import MAX_SHUTTLE_SPEED, TERMINAL_SPEED
from modal_app.pipeline.flight.drag import FEW_STEPS, GRAVITY, simulate
from modal_app.pipeline.flight.flown import PARAMETERS
from modal_app.pipeline.flight.problem import Problem

Array = NDArray[np.float64]

# First guesses: so many places along the ray of sight of the contact, and of the last sight.
_BEGINS, _ENDS = 3, 9
# Rays are followed through the air above the court and the floor around it, metres: half width, half length, height.
_HALL = np.array([4.5, 8.5, 9.0])
# Where a contact is looked for along its ray, metres before and behind the place that fits the hitter best.
_ASIDE = 0.6
# Shots are aimed so many times, and least squares go so many steps.
_AIMS, _STEPS = 5, 14
_FIRST_DAMPING, _EASIER, _HARDER, _MOST = 1e-2, 0.25, 6.0, 1e8
# No shuttle falls more slowly or faster, m/s.
_TERMINALS = (5.0, 9.0)
# A step that gains less than this part of the whole ends it.
_SETTLED = 1e-4


def solve(problem: Problem) -> tuple[Array, Array]:
    """The best guesses, shape (f, 8), and their covariances, (f, 8, 8)."""
    return improve(problem, first_guess(problem))


def improve(problem: Problem, guess: Array) -> tuple[Array, Array]:
    """Better guesses, shape (f, 8), and their covariances, (f, 8, 8).

    Levenberg's and Marquardt's way down, each flight with a damping of its own.
    """
    guess = guess.copy()
    cost = _cost(problem, guess)
    damping = np.full(len(guess), _FIRST_DAMPING)
    active = np.arange(len(guess))
    for _ in range(_STEPS):
        here = problem.part(active)
        off, slope = here.linearised(guess[active])
        normal = slope.swapaxes(1, 2) @ slope
        down = np.einsum("fri,fr->fi", slope, off)
        scale = np.einsum("fii->fi", normal) + 1e-9
        stiff = normal + (damping[active, None] * scale)[:, :, None] * np.eye(PARAMETERS)
        tried = guess[active] - np.linalg.solve(stiff, down[..., None])[..., 0]
        speed = np.maximum(np.linalg.norm(tried[:, 3:6], axis=1), 1e-6)
        tried[:, 3:6] *= np.minimum(1.0, MAX_SHUTTLE_SPEED / speed)[:, None]
        tried[:, 7] = np.clip(tried[:, 7], *_TERMINALS)
        new = _cost(here, tried)
        better = new < cost[active]
        gained = np.where(better, cost[active] - new, np.inf)
        guess[active[better]], cost[active[better]] = tried[better], new[better]
        damping[active] = np.minimum(damping[active] * np.where(better, _EASIER, _HARDER), _MOST)
        stuck = damping[active] >= _MOST
        active = active[(gained > _SETTLED * (1 + cost[active])) & ~stuck]
        if len(active) == 0:
            break
    _, slope = problem.linearised(guess)
    normal = slope.swapaxes(1, 2) @ slope
    return guess, np.asarray(np.linalg.inv(normal + 1e-9 * np.eye(PARAMETERS)), dtype=np.float64)


def _cost(problem: Problem, guess: Array) -> Array:
    off = problem.residuals(guess)
    return np.asarray(np.nan_to_num(0.5 * np.einsum("fr,fr->f", off, off), nan=np.inf))


def first_guess(problem: Problem) -> Array:
    """Of shots from places on the contact's ray to places on the ray of the last sight, the best; shape (f, 8)."""
    count = len(problem)
    rows = np.arange(count)
    last = np.argmax(np.where(problem.weights > 0, problem.times, -1.0), axis=1)
    duration = np.maximum(problem.times[rows, last], 0.02)
    begins = _near(problem.begin_camera, problem.begin_pixel, problem.begin, problem.begin_root)
    ends = _along_ray(problem.cameras[rows, last], problem.pixels[rows, last])
    place = np.repeat(begins, _ENDS, axis=1).reshape(-1, 3)
    target = np.tile(ends, (1, _BEGINS, 1)).reshape(-1, 3)
    velocity = aim(place, target, np.repeat(duration, _BEGINS * _ENDS))
    every = np.repeat(rows, _BEGINS * _ENDS)
    guess = np.zeros((len(place), PARAMETERS))
    guess[:, :3], guess[:, 3:6], guess[:, 7] = place, velocity, TERMINAL_SPEED
    cost = _cost(problem.part(every), guess).reshape(count, -1)
    return np.asarray(guess.reshape(count, -1, PARAMETERS)[rows, np.argmin(cost, axis=1)])


def aim(place: Array, target: Array, seconds: Array) -> Array:
    """With what velocities shuttles fly from places to targets, shapes (m, 3), in so many seconds, (m,).

    By Broyden's way; within a centimetre where a shuttle can do it.
    """
    length = TERMINAL_SPEED**2 / GRAVITY
    way = target - place
    far = np.linalg.norm(way, axis=1)
    # Drag alone lets a shuttle fly length · ln(1 + speed · seconds / length) far.
    speed = length / seconds * np.expm1(np.minimum(far / length, 4.0))
    velocity = way / np.maximum(far, 1e-6)[:, None] * speed[:, None]
    velocity[:, 2] += GRAVITY * seconds / 2
    slowed = 1 + np.linalg.norm(velocity, axis=1) * seconds / length
    # By how much the velocity has to change for each metre missed, shape (m, 3, 3).
    mend = (slowed / seconds)[:, None, None] * np.eye(3)
    missed = target - simulate(place, velocity, seconds[:, None], steps=FEW_STEPS)[:, 0]
    for _ in range(_AIMS):
        step = np.einsum("mij,mj->mi", mend, missed)
        most = 0.5 * np.linalg.norm(velocity, axis=1) + 5.0
        step *= np.minimum(1.0, most / np.maximum(1e-9, np.linalg.norm(step, axis=1)))[:, None]
        changed = velocity + step
        fast = np.maximum(1.0, np.linalg.norm(changed, axis=1) / MAX_SHUTTLE_SPEED)
        step, velocity = changed / fast[:, None] - velocity, changed / fast[:, None]
        left = target - simulate(place, velocity, seconds[:, None], steps=FEW_STEPS)[:, 0]
        gained = np.einsum("mij,mj->mi", mend, missed - left)
        scale = np.einsum("mi,mi->m", step, gained)
        scale = np.where(np.abs(scale) > 1e-9, scale, np.inf)
        mend = mend + ((step - gained) / scale[:, None])[:, :, None] * np.einsum("mi,mij->mj", step, mend)[:, None]
        missed = left
    return np.asarray(velocity)


def rays(cameras: Array, pixels: Array) -> tuple[Array, Array]:
    """Eyes of cameras, shape (f, 3, 4), and the directions of pixels, (f, 2), away from them, shapes (f, 3)."""
    eyes = np.asarray(-np.linalg.solve(cameras[:, :, :3], cameras[:, :, 3:])[..., 0], dtype=np.float64)
    ways = np.linalg.solve(cameras[:, :, :3], np.concatenate([pixels, np.ones((len(pixels), 1))], axis=1)[..., None])
    ways = ways[..., 0] / np.linalg.norm(ways[..., 0], axis=1, keepdims=True)
    # What lies ahead has a positive depth.
    return eyes, np.asarray(ways * np.sign(np.einsum("fj,fj->f", cameras[:, 2, :3], ways))[:, None])


def _along_ray(cameras: Array, pixels: Array) -> Array:
    """Places, shape (f, _ENDS, 3), along the part of rays that goes through the hall."""
    eyes, ways = rays(cameras, pixels)
    low, high = np.array([-_HALL[0], -_HALL[1], 0.0]), _HALL
    safe = np.where(np.abs(ways) > 1e-9, ways, 1e-9)
    enter, leave = (low - eyes) / safe, (high - eyes) / safe
    near = np.maximum(np.minimum(enter, leave).max(axis=1), 0.1)
    far = np.maximum(np.maximum(enter, leave).min(axis=1), near + 0.1)
    part = (np.arange(_ENDS) + 0.5) / _ENDS
    return np.asarray(eyes[:, None] + ways[:, None] * (near[:, None] + (far - near)[:, None] * part)[..., None])


def _near(cameras: Array, pixels: Array, begin: Array, root: Array) -> Array:
    """Places, shape (f, _BEGINS, 3), on rays near where a contact is thought to be."""
    eyes, ways = rays(cameras, pixels)
    along, toward = np.einsum("fij,fj->fi", root, ways), np.einsum("fij,fj->fi", root, begin - eyes)
    square = np.sum(along**2, axis=1)
    depth = np.where(square > 1e-9, np.sum(along * toward, axis=1) / np.maximum(square, 1e-9), 10.0)
    aside = np.linspace(-_ASIDE, _ASIDE, _BEGINS)
    return np.asarray(eyes[:, None] + ways[:, None] * np.maximum(0.5, depth[:, None] + aside)[..., None])
