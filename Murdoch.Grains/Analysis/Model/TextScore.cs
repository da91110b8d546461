using System.Runtime.Intrinsics;

namespace Murdoch.Grains.Analysis.Model;

/// <summary>The model's answers of one text: per lane the calibrated log-odds above the lane's threshold.</summary>
internal readonly record struct TextScore(Vector256<float> Odds)
{
    public float this[ModelLane lane] => Odds[(int)lane];

    /// <summary>0 to 1; 0.5 is the lane's threshold.</summary>
    public double Severity(ModelLane lane) => Logistic(this[lane]);

    /// <summary>The lane that decides. A threat or hate that is sure of itself names the abuse more exactly than abuse in general does.</summary>
    public ModelLane Strongest
    {
        get
        {
            var lane = ModelLane.Abuse;
            for (var other = ModelLane.Hate; other <= ModelLane.Scam; other++)
            {
                if (this[other] > this[lane] || (this[other] >= 0 && other <= ModelLane.Threat && lane <= ModelLane.Threat))
                {
                    lane = other;
                }
            }

            return lane;
        }
    }

    public static double Logistic(double odds) => 1 / (1 + Math.Exp(-odds));
}
