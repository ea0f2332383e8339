/** 凭据条: what a check-in rests on, four cells; none is ever left out. */
Component({ properties: { cells: { type: Array, value: [] } } })
