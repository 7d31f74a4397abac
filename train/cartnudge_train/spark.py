"""XGBoost on Spark: the matrix is read, cut into parts and trained on by Spark. The model is a usual XGBoost model."""

import os
import sys
from pathlib import Path

import xgboost
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql
from pyspark.sql.types import DoubleType, StringType, StructField, StructType
from xgboost.spark import SparkXGBClassifier

from .booster import PATIENCE, Options
from .matrix import read_header
from .problem import Problem
from .split import Split
from .xgb import XgboostBooster, settings


def session(jobs: int) -> SparkSession:
    """A session on this machine."""
    # The workers are of this interpreter, with its libraries.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.appName("cartnudge-train").master(f"local[{jobs}]")
    settings_of_session = {
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "4g",
    }
    try:
        spark = builder.config(map=settings_of_session).getOrCreate()
    except PySparkException as error:
        help_ = "Java 17 or 21 is needed, on PATH or in JAVA_HOME"
        raise Problem(f"Spark doesn't start: {error}\n  help: {help_}") from None
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def load(spark: SparkSession, path: Path, parts: Split, features: list[str]) -> DataFrame:
    """Training and validation lines by time: `features` as one column, `returned`, `validates`.

    One column, as XGBoost 3.2 fails on a list of columns where a batch of lines has no line to validate.
    """
    header = read_header(path)
    numeric = {*features, "returned"}
    fields = [StructField(name, DoubleType() if name in numeric else StringType()) for name in header]
    table = spark.read.csv(str(path), header=True, schema=StructType(fields), mode="FAILFAST", escape='"')
    at = sql.to_timestamp("ordered_at")
    start, end = sql.lit(parts.validate_from.isoformat()), sql.lit(parts.validate_until.isoformat())
    unknown = sql.lit(float("nan"))
    values = [sql.coalesce(sql.col(f"`{name}`"), unknown) for name in features]
    return (
        table.where(sql.col("returned").isNotNull() & (at < end.cast("timestamp")))
        .select(
            at.alias("at"),
            sql.monotonically_increasing_id().alias("place"),
            sql.array(*values).alias("features"),
            "returned",
            (at >= start.cast("timestamp")).alias("validates"),
        )
        .orderBy("at", "place")
        .drop("at", "place")
    )


def train(path: Path, parts: Split, features: list[str], options: Options) -> XgboostBooster:
    """Trains until the validation part's log-loss gets no better, and keeps the rounds up to the best."""
    given = settings(features, options)
    spark = session(options.jobs)
    # By the names that scikit-learn's face of XGBoost has; threads are Spark's `spark.task.cpus`.
    renamed = {name: value for name, value in given.items() if name not in ("seed", "nthread", "objective")}
    classifier = SparkXGBClassifier(
        features_col="features",
        label_col="returned",
        validation_indicator_col="validates",
        num_workers=1,
        n_estimators=options.rounds,
        early_stopping_rounds=PATIENCE,
        random_state=options.seed,
        missing=float("nan"),
        verbose=False,
        **renamed,
    )
    fitted = classifier.fit(load(spark, path.absolute(), parts, features))
    model = fitted.get_booster()
    trees = model.best_iteration + 1
    cut = model[:trees]
    cut.feature_names = features
    versions = {"xgboost": xgboost.__version__, "spark": spark.version}
    return XgboostBooster(features, cut, trees, given, versions)
